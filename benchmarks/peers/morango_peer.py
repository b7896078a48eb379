"""One side of Morango, run by the Python of an environment of its own: `server FOLDER PORT` or
`client FOLDER PORT DATA`. A model of the same shape as the others' records; prints figures as JSON.

Both sides share one root certificate, so that no account is needed; the rest is as shipped.
"""

import json
import os
import resource
import shutil
import sqlite3
import sys
import time
import types
from pathlib import Path

ACT, FOLDER, PORT = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
PARTITION = [""]
"""Set to the id of the root certificate, which is what may be synced."""
FIELDS = [f"f{number:02d}" for number in range(12)]


def set_up(name):
    import django
    from django.conf import settings

    settings.configure(
        DEBUG=False, SECRET_KEY="bench", ALLOWED_HOSTS=["*"], ROOT_URLCONF="morango.urls",
        USE_TZ=True, DEFAULT_AUTO_FIELD="django.db.models.AutoField",
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3",
                               "NAME": str(FOLDER / name), "OPTIONS": {"timeout": 60}}},
        INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth", "rest_framework",
                        "morango", "bench"],
        REST_FRAMEWORK={"UNAUTHENTICATED_USER": None},
    )  # fmt: skip
    from django.apps import AppConfig

    module = types.ModuleType("bench")
    module.__path__ = [str(FOLDER)]
    module.__file__ = str(FOLDER / "bench.py")
    sys.modules["bench"] = module
    models_module = types.ModuleType("bench.models")

    class Bench(AppConfig):
        name = "bench"
        path = str(FOLDER)

    Bench.__module__ = "bench.apps"
    apps_module = types.ModuleType("bench.apps")
    apps_module.Bench = Bench
    sys.modules["bench.apps"] = apps_module
    settings.INSTALLED_APPS[-1] = "bench.apps.Bench"

    sys.meta_path.insert(0, _Models(models_module))
    django.setup()
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("PRAGMA journal_mode=WAL")


class _Models:
    """Makes `bench.models` when Django asks for it."""

    def __init__(self, module):
        self.module = module

    def find_spec(self, name, path=None, target=None):
        if name != "bench.models":
            return None
        import importlib.machinery

        return importlib.machinery.ModuleSpec(name, self)

    def create_module(self, spec):
        return self.module

    def exec_module(self, module):
        from django.db import models
        from morango.models.core import SyncableModel

        columns = {name: models.CharField(max_length=200) for name in FIELDS}
        module.Record = type(
            "Record", (SyncableModel,),
            {**columns, "__module__": "bench.models", "morango_model_name": "record",
             "morango_profile": "bench", "calculate_source_id": lambda self: None,
             "calculate_partition": lambda self: PARTITION[0],
             "Meta": type("Meta", (), {"app_label": "bench"})},
        )  # fmt: skip


def make_tables():
    from django.core.management import call_command
    from django.db import connection
    from morango.models.certificates import Certificate, ScopeDefinition

    call_command("migrate", verbosity=0, run_syncdb=True)
    from bench.models import Record

    if "bench_record" not in connection.introspection.table_names():
        with connection.schema_editor() as editor:
            editor.create_model(Record)
    ScopeDefinition.objects.get_or_create(
        id="bench",
        profile="bench",
        version=1,
        primary_scope_param_key="partition",
        description="",
        read_filter_template="",
        write_filter_template="",
        read_write_filter_template="${partition}",
    )
    Certificate.generate_root_certificate("bench")


def lo():
    for line in Path("/proc/net/dev").read_text().splitlines():
        if line.strip().startswith("lo:"):
            return int(line.split()[1])
    return 0


def serve():
    set_up("server.db")
    make_tables()
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    shutil.copy(FOLDER / "server.db", FOLDER / "client.db")
    from cheroot.wsgi import Server
    from django.core.wsgi import get_wsgi_application

    server = Server(("127.0.0.1", PORT), get_wsgi_application(), numthreads=10)
    print("ready", flush=True)
    server.start()


def client():
    set_up("client.db")
    slept = [0.0]
    real = time.sleep

    def sleep(seconds):
        slept[0] += seconds
        real(seconds)

    time.sleep = sleep
    from django.db import transaction
    from morango.models.certificates import Certificate, Filter
    from morango.models.core import DatabaseIDModel, InstanceIDModel
    from morango.sync import controller as sync_controller

    sync_controller.sleep = sleep
    InstanceIDModel.objects.all().delete()
    DatabaseIDModel.objects.all().delete()
    from bench.models import Record

    root = Certificate.objects.get()
    PARTITION[0] = root.id
    rows = json.loads(Path(sys.argv[4]).read_text("utf-8"))
    with transaction.atomic():
        for row in rows:
            Record(**row).save()
    figures = {}

    def push(name):
        slept[0], wire = 0.0, lo()
        began = time.perf_counter()
        connection = sync_controller.MorangoProfileController("bench").create_network_connection(
            f"http://127.0.0.1:{PORT}"
        )
        session = connection.create_sync_session(root, root)
        session.initiate_push(Filter(root.id))
        taken = time.perf_counter() - began
        figures[name] = {"seconds": taken, "slept": slept[0], "wire": lo() - wire}
        session.close_sync_session()

    push("initial")
    with transaction.atomic():
        for number, record in enumerate(Record.objects.all()[:1000]):
            record.f03 = f"changed {number}"
            record.save()
    push("edits")
    figures["peak"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    held = sqlite3.connect(FOLDER / "server.db")
    asked = "SELECT count(*), sum(f03 LIKE 'changed %') FROM bench_record"
    figures["there"] = list(held.execute(asked).fetchone())
    print(json.dumps(figures), flush=True)


os.environ.setdefault("PYTHONWARNINGS", "ignore")
serve() if ACT == "server" else client()
