from os import PathLike
from typing import Optional, Sequence, Union

__version__: str

class Assessor:
    def __new__(
        cls,
        *,
        rubrics: Sequence[str],
        as_of: str,
        jobs: int,
        timeout: float,
        program: Optional[Union[str, "PathLike[str]"]],
        offline: bool,
        allow_private: bool,
        password: Optional[str],
        store: Optional[Union[str, "PathLike[str]"]],
    ) -> "Assessor": ...
    def answer(self, task: bytes) -> bytes: ...
    def answer_all(self, tasks: bytes) -> bytes: ...
    def hello(self) -> str: ...

def rubrics() -> list[str]: ...
def schema() -> str: ...
