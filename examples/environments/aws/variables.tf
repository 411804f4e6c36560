variable "account_id" {
  type        = string
  description = "Account that this environment stands in; Terraform refuses to touch any other. Leave it out to take the credentials' account."
  default     = null

  validation {
    condition     = var.account_id == null || can(regex("^[0-9]{12}$", var.account_id))
    error_message = "Use the account's 12 digits."
  }
}

variable "app_service_cpu" {
  type        = number
  description = "CPU units of a task of the app service, 1024 to a vCPU (assumed: the smallest that carries a small service; no statement gives a size)."
  default     = 512

  validation {
    condition     = var.app_service_cpu >= 256 && var.app_service_cpu <= 16384 && floor(var.app_service_cpu) == var.app_service_cpu
    error_message = "Use a whole number from 256 to 16384."
  }
}

variable "app_service_image" {
  type        = string
  description = "Image of the app service. The default only answers requests until the application's own image is there."
  default     = "us-docker.pkg.dev/google-samples/containers/gke/hello-app:2.0"

  validation {
    condition     = can(regex("^[A-Za-z0-9][A-Za-z0-9._/:@-]*$", var.app_service_image))
    error_message = "Use an image's name with its tag or digest."
  }
}

variable "app_service_max_count" {
  type        = number
  description = "Most tasks of the app service (REQ-003)."
  default     = 12

  validation {
    condition     = var.app_service_max_count >= 1 && var.app_service_max_count <= 1000 && floor(var.app_service_max_count) == var.app_service_max_count
    error_message = "Use a whole number from 1 to 1000."
  }
}

variable "app_service_memory" {
  type        = number
  description = "Memory of a task of the app service in MiB (assumed: the smallest that carries a small service; no statement gives a size)."
  default     = 1024

  validation {
    condition     = var.app_service_memory >= 512 && var.app_service_memory <= 122880 && floor(var.app_service_memory) == var.app_service_memory
    error_message = "Use a whole number from 512 to 122880."
  }
}

variable "app_service_min_count" {
  type        = number
  description = "Fewest tasks of the app service (REQ-003)."
  default     = 3

  validation {
    condition     = var.app_service_min_count >= 0 && var.app_service_min_count <= 1000 && floor(var.app_service_min_count) == var.app_service_min_count
    error_message = "Use a whole number from 0 to 1000."
  }
}

variable "app_service_port" {
  type        = number
  description = "Port that the container listens on; it is handed over in PORT (assumed: no statement names the port on which the application listens)."
  default     = 8080

  validation {
    condition     = var.app_service_port >= 1 && var.app_service_port <= 65535 && floor(var.app_service_port) == var.app_service_port
    error_message = "Use a whole number from 1 to 65535."
  }
}

variable "availability_zones" {
  type        = list(string)
  description = "Availability zones to spread over (NFR-AVAIL-001). Subnets take their addresses by position: append zones, never reorder them."
  default     = ["eu-central-1a", "eu-central-1b"]

  validation {
    condition     = (length(distinct(var.availability_zones)) == length(var.availability_zones) && length(var.availability_zones) >= 2 && length(var.availability_zones) <= 4) || (alltrue([for zone in var.availability_zones : startswith(zone, var.region)]))
    error_message = "Every zone must be in the region."
  }

  validation {
    condition     = alltrue([for zone in var.availability_zones : startswith(zone, var.region)])
    error_message = "Every zone must be in the region."
  }
}

variable "budget_amount" {
  type        = number
  description = "Budget of a month in USD (BUD-001)."
  default     = 2500

  validation {
    condition     = var.budget_amount > 0
    error_message = "Use an amount above zero."
  }
}

variable "budget_enabled" {
  type        = bool
  description = "Whether the environment has the budget (BUD-001)."
  default     = true
}

variable "certificate_arn" {
  type        = string
  description = "ARN of an issued certificate for the domain, in the region."

  validation {
    condition     = can(regex("^arn:aws[a-z-]*:acm:[a-z0-9-]+:[0-9]{12}:certificate/", var.certificate_arn))
    error_message = "Use the ARN of a certificate."
  }
}

variable "dashboard_enabled" {
  type        = bool
  description = "Whether the environment has the dashboard (FR-008)."
  default     = true
}

variable "deletion_protection" {
  type        = bool
  description = "Whether stores of data and entry points are protected from deletion and leave a final snapshot."
  default     = true
}

variable "environment" {
  type        = string
  description = "Environment that this state describes; part of every name and tag."
  default     = "prod"

  validation {
    condition     = can(regex("^[a-z][a-z0-9]{1,7}$", var.environment))
    error_message = "Use 2 to 8 lower-case letters and digits, beginning with a letter."
  }
}

variable "extra_tags" {
  type        = map(string)
  description = "Further tags for every resource."
  default     = {}
}

variable "log_retention_days" {
  type        = number
  description = "Days for which logs are kept (ENV-006)."
  default     = 90

  validation {
    condition = contains([
      1,
      3,
      5,
      7,
      14,
      30,
      60,
      90,
      120,
      150,
      180,
      365,
      400,
      545,
      731,
      1096,
      1827,
      2192,
      2557,
      2922,
      3288,
      3653,
    ], var.log_retention_days)
    error_message = "CloudWatch keeps logs for 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653 days."
  }
}

variable "name" {
  type        = string
  description = "Short name of the system; every resource's name begins with it."
  default     = "booking-desk"

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{0,14}[a-z0-9]$", var.name))
    error_message = "Use 2 to 16 lower-case letters, digits and hyphens, beginning with a letter."
  }
}

variable "nat_per_zone" {
  type        = bool
  description = "Whether each zone has an outbound gateway of its own (assumed: one outbound gateway is the cheapest; without its zone nothing inside reaches out). One for all is cheaper and fails with its zone."
  default     = false
}

variable "network_cidr" {
  type        = string
  description = "Address range of the network (assumed: a private range with room for every tier in every zone; it must not overlap with networks…). It must not overlap with networks that this one is to be connected with."
  default     = "10.0.0.0/16"

  validation {
    condition     = can(cidrhost(var.network_cidr, 0)) && try(tonumber(split("/", var.network_cidr)[1]) >= 16 && tonumber(split("/", var.network_cidr)[1]) <= 24, false)
    error_message = "Use an IPv4 range from /16 to /24, such as 10.0.0.0/16."
  }
}

variable "notification_email" {
  type        = string
  description = "Address that alarms and budget alerts are sent to; it has to confirm the subscription once."

  validation {
    condition     = can(regex("^[^@ ]+@[^@ ]+\\.[^@ ]+$", var.notification_email))
    error_message = "Use an e-mail address."
  }
}

variable "permissions_boundary" {
  type        = string
  description = "ARN of the permissions boundary that the account requires on roles, where it requires one."
  default     = null

  validation {
    condition     = var.permissions_boundary == null || can(regex("^arn:aws[a-z-]*:iam::[0-9]*:policy/", var.permissions_boundary))
    error_message = "Use a policy's ARN."
  }
}

variable "postgresql_database_backup_retention_days" {
  type        = number
  description = "Days for which automated backups of the postgresql database are kept (ENV-004)."
  default     = 35

  validation {
    condition     = var.postgresql_database_backup_retention_days >= 1 && var.postgresql_database_backup_retention_days <= 35 && floor(var.postgresql_database_backup_retention_days) == var.postgresql_database_backup_retention_days
    error_message = "Use a whole number from 1 to 35."
  }
}

variable "postgresql_database_instance_class" {
  type        = string
  description = "Instance class of the postgresql database (ENV-001)."
  default     = "db.m7g.xlarge"

  validation {
    condition     = can(regex("^db\\.[a-z0-9-]+\\.[a-z0-9]+$", var.postgresql_database_instance_class))
    error_message = "Use a class such as db.m7g.large."
  }
}

variable "postgresql_database_multi_az" {
  type        = bool
  description = "Multi az of aws_db_instance.postgresql; differs between environments (FR-003, ENV-001, ENV-002, ENV-003, ENV-004, ENV-005, NFR-AVAIL-002, NFR-SEC-001)."
  default     = true
}

variable "postgresql_database_storage" {
  type        = number
  description = "Storage of the postgresql database in GiB; it can grow, not shrink (ENV-001)."
  default     = 200

  validation {
    condition     = var.postgresql_database_storage >= 20 && var.postgresql_database_storage <= 65536 && floor(var.postgresql_database_storage) == var.postgresql_database_storage
    error_message = "Use a whole number from 20 to 65536."
  }
}

variable "redis_cache_automatic_failover_enabled" {
  type        = bool
  description = "Automatic failover enabled of aws_elasticache_replication_group.redis; differs between environments (FR-004, NFR-AVAIL-001, NFR-SEC-001, NFR-SEC-002, SC-001)."
  default     = true
}

variable "redis_cache_multi_az_enabled" {
  type        = bool
  description = "Multi az enabled of aws_elasticache_replication_group.redis; differs between environments (FR-004, NFR-AVAIL-001, NFR-SEC-001, NFR-SEC-002, SC-001)."
  default     = true
}

variable "redis_cache_node_type" {
  type        = string
  description = "Node type of the redis cache (assumed: the smallest; no statement gives a size)."
  default     = "cache.t4g.small"

  validation {
    condition     = can(regex("^cache\\.[a-z0-9]+\\.[a-z0-9]+$", var.redis_cache_node_type))
    error_message = "Use a node type such as cache.t4g.small."
  }
}

variable "redis_cache_nodes" {
  type        = number
  description = "Nodes of the redis cache: one writes, the others are its replicas (default of this compiler)."
  default     = 2

  validation {
    condition     = (var.redis_cache_nodes >= 2 && var.redis_cache_nodes <= 6 && floor(var.redis_cache_nodes) == var.redis_cache_nodes) || (var.redis_cache_nodes >= 1 && var.redis_cache_nodes <= 6 && floor(var.redis_cache_nodes) == var.redis_cache_nodes)
    error_message = "Use a whole number from 1 to 6."
  }
}

variable "redis_cache_snapshot_retention_limit" {
  type        = number
  description = "Snapshot retention limit of aws_elasticache_replication_group.redis; differs between environments (FR-004, NFR-AVAIL-001, NFR-SEC-001, NFR-SEC-002, SC-001)."
  default     = 7
}

variable "region" {
  type        = string
  description = "Region in which everything stands (REG-001)."
  default     = "eu-central-1"

  validation {
    condition     = can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]$", var.region))
    error_message = "Use a region's code, such as eu-west-1."
  }
}

variable "tag_owner" {
  type        = string
  description = "Value of the tag that the specification requires on every resource (OPS-001)."
}

variable "waf_enabled" {
  type        = bool
  description = "Whether the environment has the waf (ENV-007)."
  default     = true
}

variable "waf_rate_limit" {
  type        = number
  description = "Requests of one address within five minutes, above which it is refused (default of this compiler)."
  default     = 2100

  validation {
    condition     = var.waf_rate_limit >= 10 && var.waf_rate_limit <= 2000000000 && floor(var.waf_rate_limit) == var.waf_rate_limit
    error_message = "Use a whole number from 10 to 2000000000."
  }
}
