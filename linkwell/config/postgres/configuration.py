"""The settings of the server that Linkwell runs itself, written before each start."""

import os
from pathlib import Path

_MIB = 2**20


def may_lose_data() -> bool:
    """Whether a failing machine may lose data: in tests. `problems` refuses it in live."""
    return os.environ.get("LINKWELL_POSTGRES_UNSAFE_FAST") == "1"


def server_settings(socket_folder: Path) -> str:
    """The text of postgresql.conf, sized for a machine that also runs the pages and the worker."""
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // _MIB
    settings = {
        "listen_addresses": "",
        "unix_socket_directories": str(socket_folder),
        "unix_socket_permissions": "0700",
        "max_connections": 100,
        "shared_buffers": f"{max(64, min(memory // 8, 2048))}MB",
        "effective_cache_size": f"{max(128, memory // 2)}MB",
        "work_mem": "16MB",
        "maintenance_work_mem": f"{max(64, min(memory // 16, 512))}MB",
        "max_wal_size": "2GB",
        "random_page_cost": 1.1,  # solid-state disks
        "jit": "off",  # costs more than it saves on short queries
        "password_encryption": "scram-sha-256",
        "timezone": "UTC",
        "lc_messages": "C",  # is_passing reads the words
        "default_text_search_config": "pg_catalog.english",
        "log_timezone": "UTC",
        # Values in statements and in "Key (...) already exists" may be personal: never in a log.
        "log_error_verbosity": "terse",
        "log_min_error_statement": "panic",
        "log_parameter_max_length_on_error": 0,
        **(_FAST if may_lose_data() else {}),
    }
    return "# Written by Linkwell before each start.\n" + "".join(
        f"{name} = '{value}'\n" for name, value in settings.items()
    )


# Loses data when the machine fails, not when the server is killed.
_FAST = {"fsync": "off", "full_page_writes": "off"}
