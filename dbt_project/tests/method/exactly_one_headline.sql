select count(*) as count_headlines
from {{ ref('method_version') }}
where is_headline and is_live
having count(*) != 1
