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
  description = "Days for which the record of administrative actions is kept (assumed: who did what is often asked months later)."
  default     = 365

  validation {
    condition     = var.audit_retention_days >= 1 && var.audit_retention_days <= 36500 && floor(var.audit_retention_days) == var.audit_retention_days
    error_message = "Use a whole number from 1 to 36500."
  }
}

variable "budget_amount" {
  type        = number
  description = "Budget of a month in USD (BUD-001)."
  default     = 50

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
  default     = "harbour-festival"

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
  description = "Region in which everything stands (SC-CODE-001)."
  default     = "eu-north-1"

  validation {
    condition     = can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]$", var.region))
    error_message = "Use a region's code, such as eu-west-1."
  }
}

variable "waf_rate_limit" {
  type        = number
  description = "Requests of one address within five minutes, above which it is refused (NFR-SEC-004)."
  default     = 500

  validation {
    condition     = var.waf_rate_limit >= 10 && var.waf_rate_limit <= 2000000000 && floor(var.waf_rate_limit) == var.waf_rate_limit
    error_message = "Use a whole number from 10 to 2000000000."
  }
}
