variable "account_id" {
  type        = string
  description = "Account that this environment stands in; Terraform refuses to touch any other. Leave it out to take the credentials' account."
  default     = null

  validation {
    condition     = var.account_id == null || can(regex("^[0-9]{12}$", var.account_id))
    error_message = "Use the account's 12 digits."
  }
}

variable "audit_retention_days" {
  type        = number
  description = "Days for which the record of administrative actions is kept (NFR-SEC-004)."
  default     = 730

  validation {
    condition     = var.audit_retention_days >= 1 && var.audit_retention_days <= 36500 && floor(var.audit_retention_days) == var.audit_retention_days
    error_message = "Use a whole number from 1 to 36500."
  }
}

variable "backup_retention_days" {
  type        = number
  description = "Days for which backups are kept (NFR-AVAIL-003)."
  default     = 30

  validation {
    condition     = var.backup_retention_days >= 1 && var.backup_retention_days <= 35 && floor(var.backup_retention_days) == var.backup_retention_days
    error_message = "Use a whole number from 1 to 35."
  }
}

variable "bucket_archive_after_days" {
  type        = number
  description = "Days after which objects of the bucket move to cheaper storage (FR-004, COST-001)."
  default     = 90

  validation {
    condition     = var.bucket_archive_after_days >= 0 && var.bucket_archive_after_days <= 36500 && floor(var.bucket_archive_after_days) == var.bucket_archive_after_days
    error_message = "Use a whole number from 0 to 36500."
  }
}

variable "bucket_archive_class" {
  type        = string
  description = "Storage class that older objects move to: GLACIER_IR is read at once, GLACIER within hours, DEEP_ARCHIVE within a day."
  default     = "GLACIER_IR"

  validation {
    condition     = contains(["STANDARD_IA", "GLACIER_IR", "GLACIER", "DEEP_ARCHIVE"], var.bucket_archive_class)
    error_message = "Use STANDARD_IA, GLACIER_IR, GLACIER or DEEP_ARCHIVE."
  }
}

variable "bucket_expire_after_days" {
  type        = number
  description = "Days after which objects of the bucket are deleted (FR-004)."
  default     = 2555

  validation {
    condition     = var.bucket_expire_after_days >= 1 && var.bucket_expire_after_days <= 36500 && floor(var.bucket_expire_after_days) == var.bucket_expire_after_days
    error_message = "Use a whole number from 1 to 36500."
  }
}

variable "credentials_rotation_function_arn" {
  type        = string
  description = "Function that makes a new value for the secret, every 90 days (FR-008); it knows what issues the value, so it is the application's. null as long as there is none."
  default     = null

  validation {
    condition     = var.credentials_rotation_function_arn == null || can(regex("^arn:aws[a-z-]*:lambda:", var.credentials_rotation_function_arn))
    error_message = "Use a function's ARN."
  }
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

variable "function_memory" {
  type        = number
  description = "Memory of the function in MiB; computing power grows with it (FR-002)."
  default     = 512

  validation {
    condition     = var.function_memory >= 128 && var.function_memory <= 10240 && floor(var.function_memory) == var.function_memory
    error_message = "Use a whole number from 128 to 10240."
  }
}

variable "function_timeout" {
  type        = number
  description = "Seconds after which a run of the function is ended (FR-002)."
  default     = 60

  validation {
    condition     = var.function_timeout >= 1 && var.function_timeout <= 900 && floor(var.function_timeout) == var.function_timeout
    error_message = "Use a whole number from 1 to 900."
  }
}

variable "log_retention_days" {
  type        = number
  description = "Days for which logs are kept (COST-002)."
  default     = 14

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
  default     = "tidewater-teleme"

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{0,14}[a-z0-9]$", var.name))
    error_message = "Use 2 to 16 lower-case letters, digits and hyphens, beginning with a letter."
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

variable "region" {
  type        = string
  description = "Region in which everything stands (assumed: data has to stay in: eu)."
  default     = "eu-west-1"

  validation {
    condition     = can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]$", var.region))
    error_message = "Use a region's code, such as eu-west-1."
  }
}

variable "second_function_memory" {
  type        = number
  description = "Memory of the second function in MiB; computing power grows with it (assumed: enough for most small functions, and the processor grows with it)."
  default     = 256

  validation {
    condition     = var.second_function_memory >= 128 && var.second_function_memory <= 10240 && floor(var.second_function_memory) == var.second_function_memory
    error_message = "Use a whole number from 128 to 10240."
  }
}

variable "second_function_timeout" {
  type        = number
  description = "Seconds after which a run of the second function is ended (assumed: longer runs are mostly errors; no statement gives another limit)."
  default     = 30

  validation {
    condition     = var.second_function_timeout >= 1 && var.second_function_timeout <= 900 && floor(var.second_function_timeout) == var.second_function_timeout
    error_message = "Use a whole number from 1 to 900."
  }
}

variable "stream_retention_hours" {
  type        = number
  description = "Hours for which events can be read again (FR-001)."
  default     = 48

  validation {
    condition     = var.stream_retention_hours >= 24 && var.stream_retention_hours <= 8760 && floor(var.stream_retention_hours) == var.stream_retention_hours
    error_message = "Use a whole number from 24 to 8760."
  }
}

variable "stream_shards" {
  type        = number
  description = "Shards of the stream; each takes 1 MB or 1,000 events a second (FR-001)."
  default     = 4

  validation {
    condition     = var.stream_shards >= 1 && var.stream_shards <= 10000 && floor(var.stream_shards) == var.stream_shards
    error_message = "Use a whole number from 1 to 10000."
  }
}

variable "table_partition_key" {
  type        = string
  description = "Attribute by which items of the table are found; changing it makes a new table."
  default     = "id"

  validation {
    condition     = length(var.table_partition_key) > 0
    error_message = "Name an attribute."
  }
}

variable "table_sort_key" {
  type        = string
  description = "Attribute by which items with the same partition key are ordered, where there is one; changing it makes a new table."
  default     = null

  validation {
    condition     = var.table_sort_key == null || try(length(var.table_sort_key) > 0, false)
    error_message = "Name an attribute, or leave it out."
  }
}

variable "tag_dataclass" {
  type        = string
  description = "Value of the tag that the specification requires on every resource (SC-CODE-002)."
}

variable "tag_owner" {
  type        = string
  description = "Value of the tag that the specification requires on every resource (SC-CODE-002)."
}
