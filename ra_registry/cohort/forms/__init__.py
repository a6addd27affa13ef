"""The shape of what people enter. Rules are in the services."""
