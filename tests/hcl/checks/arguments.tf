resource "toy_servr" "a" {} # S2I300: no resource 'toy_servr'

data "toy_img" "b" {} # S2I300: no data 'toy_img' # S2I310: nothing refers to data.toy_img.b

resource "toy_server" "c" { # S2I303: toy_server.c lacks the argument 'name' # S2I304: toy_server.c lacks the block 'disk'
  naem = "c" # S2I301: toy_server.c has no argument 'naem'
  id   = "c" # S2I305: toy_server.c.id is set by the provider only

  network {
    subnet  = "a"
    address = "b" # S2I305: toy_server.c.network.address
  }

  lifecycle {
    ignore_changes = [colour] # S2I301: no argument 'colour' whose changes
  }
}

resource "toy_server" "d" { # S2I304: has 3 blocks 'disk'; at most 2
  name     = null # S2I303: toy_server.d.name is needed
  old_size = 1    # S2I314: toy_server.d.old_size is going to be removed
  rule     = []   # S2I302: toy_server.d.rule is a block
  token    = "abc-123-def-456" # S2I315: toy_server.d.token is a secret

  size { # S2I302: toy_server.d.size is an argument, not a block
  }

  disk { # S2I303: toy_server.d.disk lacks the argument 'size'
    dynamic "snapshot" { # S2I303: the dynamic block toy_server.d.disk.snapshot needs
      for_each = []
    }
  }

  disk {
    size = 1

    snapshot {
      depends_on = [] # S2I301: toy_server.d.disk.snapshot has no argument 'depends_on'
    }

    timeouts {} # S2I302: toy_server.d.disk has no block 'timeouts'
  }

  disk {
    size = 1
  }
}

resource "toy_old" "e" {} # S2I314: 'toy_old' is going to be removed

provider "toy" { # S2I304: has 2 blocks 'features'
  zone = "a" # S2I301: provider.toy has no argument 'zone'

  features {}

  features {
    slow = true # S2I301: provider.toy.features has no argument 'slow'
  }
}
