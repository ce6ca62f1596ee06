"""The year round: Prefect's server, the deployments, the panel and the watch, as one command."""
