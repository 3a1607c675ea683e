"""gunicorn's settings, sized for two cores. The supervisor says on which socket to listen."""

import os
from pathlib import Path

from linkwell.config.logging import logging_settings

bind = f"fd://{os.environ['LINKWELL_LISTEN_FD']}"
wsgi_app = "linkwell.config.wsgi:application"

worker_class = "gthread"
workers = 2
threads = 8  # a request that waits for the database leaves the core to others
preload_app = True  # a killed worker is forked anew at once, without loading the code again
control_socket_disable = True

timeout = 30
graceful_timeout = 10
keepalive = 5

# What a header may hold. A body may hold DATA_UPLOAD_MAX_MEMORY_SIZE of the settings.
limit_request_line = 4094
limit_request_fields = 60
limit_request_field_size = 8190

logconfig_dict = logging_settings()
if Path("/dev/shm").is_dir():  # noqa: S108 - gunicorn makes a private file in it
    worker_tmp_dir = "/dev/shm"  # noqa: S108 - and a heartbeat there waits for no disk
