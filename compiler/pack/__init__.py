"""Target packs: loading their data and rendering components with their templates."""
