"""How the tests are handed out to the processes that run them: a few at a time, to whoever is free.

The order of the tests is kept within every process: what empties tables comes after what does not.
"""

from xdist.scheduler import LoadScheduling
from xdist.workermanage import WorkerController

AT_ONCE = 3  # one that runs, one that must be known before that one ends, one on its way


class AFewAtATime(LoadScheduling):
    """Nobody ends up with minutes of tests of its own while the others have none.

    The library's way lets a process that runs quick tests gather a twelfth of them all.
    """

    def check_schedule(self, node: WorkerController, duration: float = 0) -> None:
        """Fill up what a process has; let it go when there is nothing more."""
        if node.shutting_down:
            return
        if self.pending:
            self._send_tests(node, max(0, AT_ONCE - len(self.node2pending[node])))
        else:
            node.shutdown()
