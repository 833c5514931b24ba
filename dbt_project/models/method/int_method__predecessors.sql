-- The method before: the predecessor, if it is still built; else the version itself, and its method part is 0.
select
    versions.method_version,
    coalesce(earlier.method_version, versions.method_version) as method_before
from {{ ref('method_version') }} as versions
left join {{ ref('method_version') }} as earlier
    on versions.predecessor = earlier.method_version and earlier.is_live
where versions.is_live
