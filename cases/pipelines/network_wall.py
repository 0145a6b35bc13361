"""Walls between a parser and the network, built by the process that is about to parse.

Standard library only, so that a process which does nothing else may import it. Two walls, of which
a parser gets as many as the system grants: an empty network namespace, and a filter of system
calls (seccomp) that refuses sockets. Where neither can be built, nothing is to be parsed. Run as a
program, with the names of walls, it writes which of them stand here.
"""

import ctypes
import os
import platform
import subprocess
import sys
from collections.abc import Iterable

NAMESPACE, FILTER = "namespace", "filter"
WALLS = (NAMESPACE, FILTER)

CLONE_NEWUSER = 0x10000000
CLONE_NEWNET = 0x40000000

PR_SET_SECCOMP = 22
PR_SET_NO_NEW_PRIVS = 38
SECCOMP_MODE_FILTER = 2
ALLOW = 0x7FFF0000
REFUSE = 0x00050000 | 1  # EPERM

# A machine's name among the kernel's architectures, and its number of socket(2).
SOCKET_CALL = {"x86_64": (0xC000003E, 41), "aarch64": (0xC00000B7, 198)}
IO_URING_SETUP = 425  # a ring opens sockets without socket(2)
FIRST_X32_CALL = 0x40000000  # the same calls of x86_64, numbered again

# Of the classic packet filter: load a word, jump on equality or order, return.
LOAD, JUMP_EQUAL, JUMP_AT_LEAST, RETURN = 0x20, 0x15, 0x35, 0x06
OFFSET_OF_CALL, OFFSET_OF_MACHINE = 0, 4


class Instruction(ctypes.Structure):
    """One step of a filter, as the kernel lays it out."""

    _fields_ = (
        ("code", ctypes.c_ushort),
        ("if_true", ctypes.c_ubyte),
        ("if_false", ctypes.c_ubyte),
        ("operand", ctypes.c_uint32),
    )


class Program(ctypes.Structure):
    """A filter, as the kernel takes it."""

    _fields_ = (("length", ctypes.c_ushort), ("steps", ctypes.POINTER(Instruction)))


def build_walls(wanted: Iterable[str]) -> tuple[str, ...]:
    """Build the wanted walls around this process, for good, and name those that stand."""
    return tuple(wall for wall in wanted if wall in BUILDERS and BUILDERS[wall]())


def walls_here() -> tuple[str, ...]:
    """Name the walls that stand on this system, tried in a process that ends at once."""
    command = [sys.executable, "-I", __file__, *WALLS]
    try:
        run = subprocess.run(command, capture_output=True, text=True, timeout=20, check=True)
    except (OSError, subprocess.SubprocessError):
        return ()
    return tuple(run.stdout.split())


def _enter_namespace() -> bool:
    """Move into a network namespace without interfaces; a user needs a user namespace for it."""
    try:
        unshare = ctypes.CDLL(None, use_errno=True).unshare
    except (AttributeError, OSError):
        return False
    flags = CLONE_NEWNET if os.geteuid() == 0 else CLONE_NEWUSER | CLONE_NEWNET
    return bool(unshare(flags) == 0)


def _refuse_sockets() -> bool:
    """Have the kernel answer EPERM to socket(2), from here on and in every child."""
    if sys.platform != "linux" or platform.machine() not in SOCKET_CALL:
        return False
    if ctypes.sizeof(ctypes.c_void_p) != 8:  # a 32-bit program has other numbers
        return False
    steps = _filter_of(*SOCKET_CALL[platform.machine()])
    program = Program(len(steps), (Instruction * len(steps))(*steps))
    try:
        prctl = ctypes.CDLL(None, use_errno=True).prctl
    except (AttributeError, OSError):
        return False
    prctl.argtypes = [ctypes.c_int, *[ctypes.c_ulong] * 4]
    if prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        return False
    address = ctypes.addressof(program)
    return bool(prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, address, 0, 0) == 0)


def _filter_of(machine: int, socket_call: int) -> list[Instruction]:
    """Return a filter: calls of another machine and those that open sockets are refused."""
    return [
        Instruction(LOAD, 0, 0, OFFSET_OF_MACHINE),
        Instruction(JUMP_EQUAL, 0, 5, machine),
        Instruction(LOAD, 0, 0, OFFSET_OF_CALL),
        Instruction(JUMP_EQUAL, 3, 0, socket_call),
        Instruction(JUMP_EQUAL, 2, 0, IO_URING_SETUP),
        Instruction(JUMP_AT_LEAST, 1, 0, FIRST_X32_CALL),
        Instruction(RETURN, 0, 0, ALLOW),
        Instruction(RETURN, 0, 0, REFUSE),
    ]


BUILDERS = {NAMESPACE: _enter_namespace, FILTER: _refuse_sockets}


if __name__ == "__main__":
    sys.stdout.write(" ".join(build_walls(sys.argv[1:])))
