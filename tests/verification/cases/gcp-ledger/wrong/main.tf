terraform {
  required_providers {
    google = {
      source  = "hashicorp/google"
      version = ">= 7.0"
    }
  }
}

variable "place" {
  type    = string
  default = "us-central1"
}

provider "google" {
  project = "ledger"
  region  = var.place
}

resource "google_compute_network" "ledger" {
  name                    = "ledger"
  auto_create_subnetworks = true
}

resource "google_compute_subnetwork" "inside" {
  name                     = "inside"
  network                  = google_compute_network.ledger.id
  ip_cidr_range            = "10.0.0.0/20"
  private_ip_google_access = true
}

resource "google_compute_firewall" "within" {
  name          = "within"
  network       = google_compute_network.ledger.name
  source_ranges = ["0.0.0.0/0"]

  allow {
    protocol = "tcp"
    ports    = ["5432"]
  }
}

resource "google_sql_database_instance" "book" {
  name                = "book"
  database_version    = "POSTGRES_17"
  deletion_protection = true

  settings {
    tier              = "db-custom-2-8192"
    availability_type = "REGIONAL"

    ip_configuration {
      ipv4_enabled    = true
      private_network = google_compute_network.ledger.id
      ssl_mode        = "ENCRYPTED_ONLY"
    }

    backup_configuration {
      enabled                        = true
      point_in_time_recovery_enabled = true

      backup_retention_settings {
        retained_backups = 2
      }
    }
  }
}

resource "google_storage_bucket" "statements" {
  name                        = "ledger-statements"
  location                    = "EUROPE-WEST3"
  uniform_bucket_level_access = true
  public_access_prevention    = "enforced"

  versioning {
    enabled = false
  }
}

resource "google_project_iam_member" "reader" {
  project = "ledger"
  role    = "roles/owner"
  member  = "serviceAccount:reader@ledger.iam.gserviceaccount.com"
}
