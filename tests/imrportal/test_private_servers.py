"""The tests' own servers: private to this run, one database and one broker number a worker."""

import pytest
import redis
from django.conf import settings
from django.db import connection

from tests import servers


@pytest.mark.django_db
def test_the_database_is_a_test_database_on_the_socket_of_this_run():
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_database()")
        name = cursor.fetchone()[0]

    assert name.startswith("test_imrportal")
    assert connection.connection.info.host == str(servers.places().run)


@pytest.mark.django_db
def test_the_database_role_is_no_superuser():
    with connection.cursor() as cursor:
        cursor.execute("SHOW is_superuser")

        assert cursor.fetchone()[0] == "off"


def test_the_broker_answers_on_this_workers_number():
    number = servers.broker_number()
    client = redis.Redis(unix_socket_path=str(servers.places().valkey_socket), db=number)

    assert client.ping()
    assert settings.REDIS_URL.endswith(f"virtual_host={number}")
