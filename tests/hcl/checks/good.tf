provider "toy" {
  region = var.region
}

provider "toy" {
  alias = "second"

  features {
    fast = true
  }
}

variable "region" {
  type        = string
  description = "Region."
  default     = "here"

  validation {
    condition     = length(var.region) > 2
    error_message = "Too short."
  }
}

variable "servers" {
  type        = map(object({ size = number, zones = optional(list(string), []) }))
  description = "Servers."
  default     = { a = { size = 1 }, b = { size = "2", zones = ["x"] } }
}

locals {
  names = { for key, server in var.servers : key => "${key}-${server.size}" }
  rules = [443, 80]
}

data "toy_image" "plain" {
  family = "plain"
}

ephemeral "toy_password" "first" {
  length = 20
}

resource "toy_server" "one" {
  provider  = toy.second
  name      = "one-${local.names["a"]}"
  size      = data.toy_image.plain.sizes[0]
  on        = "true"
  tags      = merge({ a = 1 }, { b = true })
  zones     = toset(["a"])
  secret_wo = ephemeral.toy_password.first.result
  token     = null
  parts     = [{ kind = "a", size = 1 }]
  limits    = [{ low = 1 }]

  disk {
    size = var.servers["a"].size
  }

  dynamic "rule" {
    for_each = local.rules

    content {
      port = rule.value
    }
  }

  dynamic "rule" {
    for_each = toset(["x"])
    iterator = each_rule

    content {
      port = length(each_rule.key)
    }
  }

  unmentioned {
    a = 1
    anything {}
  }

  timeouts {
    create = "1h"
  }

  lifecycle {
    ignore_changes        = [size, tags["x"], disk[0].size]
    create_before_destroy = true

    postcondition {
      condition     = self.id != ""
      error_message = "No id."
    }
  }
}

resource "toy_server" "many" {
  for_each = var.servers
  name     = each.key
  size     = each.value.size
  tags     = { for key in each.value.zones : key => toy_server.one.network.address }
  zones    = [for zone in each.value.zones : upper(zone) if zone != ""]

  dynamic "disk" {
    for_each = range(1)

    content {
      size = disk.value
    }
  }
}

resource "toy_key" "counted" {
  count  = 2
  server = "${toy_server.many["a"].id}-${count.index}-${path.module}"
}

moved {
  from = toy_server.former
  to   = toy_server.one
}

output "ids" {
  description = "Ids."
  value       = concat(values(toy_server.many)[*].id, toy_key.counted[*].id, [toy_server.one.disk[0].device, toy_key.counted[0].server])
}

output "devices" {
  description = "Devices."
  value       = { for key, server in toy_server.many : key => server.disk[*].device }
}
