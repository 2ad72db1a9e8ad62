"""From YAML files to the catalog: reading, checking, deriving."""
