"""Who may see what: services, practices, memberships, relationships, links, actions."""
