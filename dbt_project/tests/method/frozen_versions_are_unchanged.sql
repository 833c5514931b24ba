-- A frozen method does not change: make a new version instead.
select
    versions.method_version,
    versions.frozen_sha256,
    fingerprints.sha256 as found_sha256
from {{ ref('method_version') }} as versions
inner join {{ ref('int_method__fingerprints') }} as fingerprints using (method_version)
where versions.frozen_on is not null and versions.frozen_sha256 is distinct from fingerprints.sha256
