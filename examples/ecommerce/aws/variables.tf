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
  description = "CPU units of a task of the app service, 1024 to a vCPU (FR-004)."
  default     = 1024

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
  description = "Most tasks of the app service (FR-005)."
  default     = 30

  validation {
    condition     = var.app_service_max_count >= 1 && var.app_service_max_count <= 1000 && floor(var.app_service_max_count) == var.app_service_max_count
    error_message = "Use a whole number from 1 to 1000."
  }
}

variable "app_service_memory" {
  type        = number
  description = "Memory of a task of the app service in MiB (FR-004)."
  default     = 2048

  validation {
    condition     = var.app_service_memory >= 512 && var.app_service_memory <= 122880 && floor(var.app_service_memory) == var.app_service_memory
    error_message = "Use a whole number from 512 to 122880."
  }
}

variable "app_service_min_count" {
  type        = number
  description = "Fewest tasks of the app service (FR-005)."
  default     = 3

  validation {
    condition     = var.app_service_min_count >= 0 && var.app_service_min_count <= 1000 && floor(var.app_service_min_count) == var.app_service_min_count
    error_message = "Use a whole number from 0 to 1000."
  }
}

variable "app_service_port" {
  type        = number
  description = "Port that the container listens on; it is handed over in PORT (FR-004)."
  default     = 8080

  validation {
    condition     = var.app_service_port >= 1 && var.app_service_port <= 65535 && floor(var.app_service_port) == var.app_service_port
    error_message = "Use a whole number from 1 to 65535."
  }
}

variable "audit_retention_days" {
  type        = number
  description = "Days for which the record of administrative actions is kept (NFR-SEC-006)."
  default     = 365

  validation {
    condition     = var.audit_retention_days >= 1 && var.audit_retention_days <= 36500 && floor(var.audit_retention_days) == var.audit_retention_days
    error_message = "Use a whole number from 1 to 36500."
  }
}

variable "availability_zones" {
  type        = list(string)
  description = "Availability zones to spread over (NFR-AVAIL-002). Subnets take their addresses by position: append zones, never reorder them."
  default     = ["eu-west-1a", "eu-west-1b", "eu-west-1c"]

  validation {
    condition     = length(distinct(var.availability_zones)) == length(var.availability_zones) && length(var.availability_zones) >= 3 && length(var.availability_zones) <= 4
    error_message = "Name 3 to 4 different zones."
  }

  validation {
    condition     = alltrue([for zone in var.availability_zones : startswith(zone, var.region)])
    error_message = "Every zone must be in the region."
  }
}

variable "budget_amount" {
  type        = number
  description = "Budget of a month in USD (BUD-001)."
  default     = 4500

  validation {
    condition     = var.budget_amount > 0
    error_message = "Use an amount above zero."
  }
}

variable "cdn_price_class" {
  type        = string
  description = "Edge locations that are used: PriceClass_100 (Europe, North America), PriceClass_200 (most) or PriceClass_All."
  default     = "PriceClass_All"

  validation {
    condition     = contains(["PriceClass_100", "PriceClass_200", "PriceClass_All"], var.cdn_price_class)
    error_message = "Use PriceClass_100, PriceClass_200 or PriceClass_All."
  }
}

variable "deletion_protection" {
  type        = bool
  description = "Whether stores of data and entry points are protected from deletion and leave a final snapshot."
  default     = true
}

variable "domain_name" {
  type        = string
  description = "Domain name under which the system is reached, such as shop.example.com."

  validation {
    condition     = can(regex("^([a-z0-9]([a-z0-9-]*[a-z0-9])?\\.)+[a-z]{2,}$", var.domain_name))
    error_message = "Use a domain name in lower case, such as shop.example.com."
  }
}

variable "enable_threat_detection" {
  type        = bool
  description = "Whether the account's threat detection is switched on from here. An account has one in each region: leave it off where a central team runs it."
  default     = false
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
  description = "Days for which logs are kept (COST-001)."
  default     = 30

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
  default     = "lantern-shop"

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{0,14}[a-z0-9]$", var.name))
    error_message = "Use 2 to 16 lower-case letters, digits and hyphens, beginning with a letter."
  }
}

variable "nat_per_zone" {
  type        = bool
  description = "Whether each zone has an outbound gateway of its own (NFR-AVAIL-002). One for all is cheaper and fails with its zone."
  default     = true
}

variable "network_cidr" {
  type        = string
  description = "Address range of the network (FR-001). It must not overlap with networks that this one is to be connected with."
  default     = "10.40.0.0/16"

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
  description = "Days for which automated backups of the postgresql database are kept (NFR-AVAIL-004)."
  default     = 35

  validation {
    condition     = var.postgresql_database_backup_retention_days >= 1 && var.postgresql_database_backup_retention_days <= 35 && floor(var.postgresql_database_backup_retention_days) == var.postgresql_database_backup_retention_days
    error_message = "Use a whole number from 1 to 35."
  }
}

variable "postgresql_database_instance_class" {
  type        = string
  description = "Instance class of the postgresql database (FR-006)."
  default     = "db.m7g.xlarge"

  validation {
    condition     = can(regex("^db\\.[a-z0-9-]+\\.[a-z0-9]+$", var.postgresql_database_instance_class))
    error_message = "Use a class such as db.m7g.large."
  }
}

variable "postgresql_database_storage" {
  type        = number
  description = "Storage of the postgresql database in GiB; it can grow, not shrink (FR-006)."
  default     = 200

  validation {
    condition     = var.postgresql_database_storage >= 20 && var.postgresql_database_storage <= 65536 && floor(var.postgresql_database_storage) == var.postgresql_database_storage
    error_message = "Use a whole number from 20 to 65536."
  }
}

variable "product_images_bucket_archive_after_days" {
  type        = number
  description = "Days after which objects of the product images bucket move to cheaper storage (FR-008)."
  default     = 180

  validation {
    condition     = var.product_images_bucket_archive_after_days >= 0 && var.product_images_bucket_archive_after_days <= 36500 && floor(var.product_images_bucket_archive_after_days) == var.product_images_bucket_archive_after_days
    error_message = "Use a whole number from 0 to 36500."
  }
}

variable "product_images_bucket_archive_class" {
  type        = string
  description = "Storage class that older objects move to: GLACIER_IR is read at once, GLACIER within hours, DEEP_ARCHIVE within a day."
  default     = "GLACIER_IR"

  validation {
    condition     = contains(["STANDARD_IA", "GLACIER_IR", "GLACIER", "DEEP_ARCHIVE"], var.product_images_bucket_archive_class)
    error_message = "Use STANDARD_IA, GLACIER_IR, GLACIER or DEEP_ARCHIVE."
  }
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
  description = "Nodes of the redis cache: one writes, the others are its replicas (FR-007)."
  default     = 2

  validation {
    condition     = var.redis_cache_nodes >= 2 && var.redis_cache_nodes <= 6 && floor(var.redis_cache_nodes) == var.redis_cache_nodes
    error_message = "Use a whole number from 2 to 6."
  }
}

variable "region" {
  type        = string
  description = "Region in which everything stands (assumed: data has to stay in: eu)."
  default     = "eu-west-1"

  validation {
    condition     = can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]$", var.region))
    error_message = "Use a region's code, such as eu-west-1."
  }
}

variable "tag_costcenter" {
  type        = string
  description = "Value of the tag that the specification requires on every resource (SC-CODE-002)."
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
