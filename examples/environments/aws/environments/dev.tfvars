# Values of development. Set account_id as well: then nothing is ever applied to another account.

app_service_max_count                     = 2
app_service_min_count                     = 1
budget_enabled                            = false
dashboard_enabled                         = false
deletion_protection                       = false
environment                               = "dev"
log_retention_days                        = 7
postgresql_database_backup_retention_days = 1
postgresql_database_instance_class        = "db.m7g.large"
postgresql_database_multi_az              = false
postgresql_database_storage               = 20
redis_cache_automatic_failover_enabled    = false
redis_cache_multi_az_enabled              = false
redis_cache_nodes                         = 1
redis_cache_snapshot_retention_limit      = 1
waf_enabled                               = false

# Values that must be chosen; everything else has a default in variables.tf.

# Choose: an issued certificate for the domain, in the region.
certificate_arn = "arn:aws:acm:eu-central-1:123456789012:certificate/00000000-0000-0000-0000-000000000000"

# Choose: the address that alarms go to; it must confirm once.
notification_email = "ops@example.com"

# Choose: the value of a tag that the specification requires.
tag_owner = "to-be-set"
