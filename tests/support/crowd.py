"""Several people who do the same thing at the same moment, each on a connection of their own."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from sqlalchemy import Engine
from sqlalchemy.orm import Session

T = TypeVar("T")


def together(engine: Engine, act: Callable[[Session], T], times: int = 4) -> list[T | Exception]:
    """Act and commit `times` at once; return what each got, or what stopped them."""
    gate = threading.Barrier(times)

    def one(_number: int) -> T | Exception:
        with Session(engine, expire_on_commit=False) as session:
            gate.wait()
            try:
                got = act(session)
                session.commit()
            except Exception as error:
                return error
            return got

    with ThreadPoolExecutor(times) as crowd:
        return list(crowd.map(one, range(times)))
