"""Does what a test asks of a Django project: a request a line on standard input, a reply a line on standard output."""

import io
import json
import sys
import traceback

import django

django.setup()

from django.core.management import CommandError, call_command  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import setup_test_environment  # noqa: E402

setup_test_environment()
client = Client()


def run_command(args):
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command(*args, stdout=out, stderr=err)
        code, said = 0, ''
    except CommandError as error:
        code, said = error.returncode, str(error)
    return {'code': code, 'out': out.getvalue(), 'err': err.getvalue() + said}


def get(path):
    reply = client.get(path)
    return {'status': reply.status_code, 'text': reply.content.decode()}


def post(path, fields):
    reply = client.post(path, fields)
    return {'status': reply.status_code, 'to': reply.get('Location'), 'text': reply.content.decode()}


def evaluate(source):
    """The value of `answer` in code that a test brings."""
    names = {}
    exec(source, names)  # noqa: S102
    return names.get('answer')


CALLS = {'command': run_command, 'get': get, 'post': post, 'evaluate': evaluate}

for line in sys.stdin:
    name, *args = json.loads(line)
    try:
        reply = {'answer': CALLS[name](*args)}
    except Exception:  # noqa: BLE001 the test reads it
        reply = {'trouble': traceback.format_exc()}
    sys.stdout.write(json.dumps(reply, default=str) + '\n')
    sys.stdout.flush()
