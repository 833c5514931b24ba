select build_id from {{ source('raw', 'build') }}
