terraform {
  required_version = ">= 1.11"
  requires         = "x" # S2I301: terraform has no argument 'requires'

  required_providers {
    toy = { source = "acme/toy" }
  }

  backend "local" {}

  cloud {
    anything = 1
  }

  backend2 {} # S2I302: terraform has no block 'backend2'
}

variable "a" { # S2I310: nothing refers to var.a
  type        = string
  description = ["a"] # S2I306: var.a.description is a string, not a list
  sensitive   = "maybe" # S2I306: var.a.sensitive is a bool

  validation { # S2I303: var.a.validation lacks the argument 'error_message'
    condition = true
  }
}

output "a" {
  description = "A."
  values      = 1 # S2I301: output.a has no argument 'values'
  value       = 1
}

resource "toy_key" "a" {
  count = "two" # S2I306: toy_key.a.count is a number

  lifecycle {
    ignore_changes = [x] # S2I301: toy_key.a has no argument 'x' whose changes
    ignore         = [] # S2I301: toy_key.a.lifecycle has no argument 'ignore'
  }

  provisioner "local-exec" {
    command = "true"
  }
}

check "works" { # S2I304: check.works lacks the block 'assert'
}

resources "x" {} # S2I302: there is no block 'resources'
