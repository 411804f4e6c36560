terraform {
  required_providers {
    azurerm = {
      source  = "hashicorp/azurerm"
      version = ">= 5.0"
    }
  }
}

provider "azurerm" {
  features {}
  subscription_id = "00000000-0000-0000-0000-000000000000"
}

locals {
  tags = { Owner = "legal", CostCenter = "12" }
}

resource "azurerm_resource_group" "legal" {
  name     = "legal"
  location = "germanywestcentral"
  tags     = local.tags
}

resource "azurerm_storage_account" "contracts" {
  name                            = "legalcontracts"
  resource_group_name             = azurerm_resource_group.legal.name
  location                        = azurerm_resource_group.legal.location
  account_tier                    = "Standard"
  account_replication_type        = "ZRS"
  https_traffic_only_enabled      = true
  min_tls_version                 = "TLS1_2"
  public_network_access_enabled   = false
  allow_nested_items_to_be_public = false
  shared_access_key_enabled       = false
  tags                            = local.tags
}

resource "azurerm_key_vault" "legal" {
  name                       = "legal-keys"
  resource_group_name        = azurerm_resource_group.legal.name
  location                   = azurerm_resource_group.legal.location
  tenant_id                  = "00000000-0000-0000-0000-000000000000"
  sku_name                   = "standard"
  purge_protection_enabled   = true
  soft_delete_retention_days = 30
  rbac_authorization_enabled = true
  tags                       = local.tags

  network_acls {
    default_action = "Deny"
    bypass         = "AzureServices"
  }
}

resource "azurerm_role_assignment" "reader" {
  scope                = azurerm_storage_account.contracts.id
  role_definition_name = "Storage Blob Data Reader"
  principal_id         = "00000000-0000-0000-0000-000000000001"
}
