"""Which installed fonts there are and which letters each can draw, asked of fontconfig.

WeasyPrint finds its fonts through fontconfig too, so its library is always present. Only upright
outline fonts of normal width are kept: variable, bitmap and colour fonts cannot be embedded here.
"""

import ctypes
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

_LIBRARIES = {"darwin": "libfontconfig.1.dylib", "win32": "libfontconfig-1.dll"}
_ROMAN, _NORMAL_WIDTH = 0, 100
_FIELDS = (
    b"file",
    b"index",
    b"family",
    b"weight",
    b"slant",
    b"width",
    b"variable",
    b"color",
    b"charset",
    b"outline",
    b"fontformat",
)
_FORMATS = (b"TrueType", b"CFF")


@dataclass(frozen=True, slots=True)
class Installed:
    """One face of an installed font: where it lies, what it is called, and what it can draw."""

    path: str
    index: int
    family: str
    weight: int
    """fontconfig's scale: 80 is regular, 200 is bold."""
    draws: Callable[[str], bool]


@cache
def installed() -> tuple[Installed, ...]:
    """Return every installed font that can be embedded, in a stable order."""
    library = _library()
    pattern = library.FcPatternCreate()
    wanted = library.FcObjectSetCreate()
    for field in _FIELDS:
        library.FcObjectSetAdd(wanted, field)
    listed = library.FcFontList(None, pattern, wanted)
    library.FcObjectSetDestroy(wanted)
    library.FcPatternDestroy(pattern)
    # The list itself stays alive: the charsets that `draws` asks belong to it.
    found = (_read(library, font) for font in _patterns(listed))
    return tuple(sorted((font for font in found if font), key=lambda f: (f.path, f.index)))


class _FontSet(ctypes.Structure):
    _fields_ = (
        ("count", ctypes.c_int),
        ("room", ctypes.c_int),
        ("fonts", ctypes.POINTER(ctypes.c_void_p)),
    )


@cache
def _library() -> ctypes.CDLL:
    library = ctypes.CDLL(_LIBRARIES.get(sys.platform, "libfontconfig.so.1"))
    pointer, text, number = ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int
    results = {"FcPatternCreate": pointer, "FcObjectSetCreate": pointer}
    for name, kind in results.items():
        getattr(library, name).restype = kind
    library.FcFontList.restype = ctypes.POINTER(_FontSet)
    library.FcFontList.argtypes = (pointer, pointer, pointer)
    library.FcObjectSetAdd.argtypes = (pointer, text)
    library.FcObjectSetDestroy.argtypes = library.FcPatternDestroy.argtypes = (pointer,)
    library.FcCharSetHasChar.argtypes = (pointer, ctypes.c_uint32)
    for name in ("String", "Integer", "Bool", "CharSet"):
        reader = getattr(library, f"FcPatternGet{name}")
        reader.argtypes = (pointer, text, number, ctypes.c_void_p)
    return library


def _patterns(listed: "ctypes._Pointer[_FontSet]") -> Iterator[int]:
    for place in range(listed.contents.count):
        if pattern := listed.contents.fonts[place]:
            yield pattern


def _read(library: ctypes.CDLL, pattern: int) -> Installed | None:
    """Return what a pattern says, or None for a font that cannot be embedded as it is."""

    def integer(name: bytes, otherwise: int) -> int:
        value = ctypes.c_int()
        missing = library.FcPatternGetInteger(pattern, name, 0, ctypes.byref(value))
        return otherwise if missing else value.value

    def flag(name: bytes) -> bool:
        value = ctypes.c_int()
        return not library.FcPatternGetBool(pattern, name, 0, ctypes.byref(value)) and bool(value)

    def text(name: bytes) -> bytes:
        value = ctypes.c_char_p()
        missing = library.FcPatternGetString(pattern, name, 0, ctypes.byref(value))
        return b"" if missing else value.value or b""

    charset = ctypes.c_void_p()
    if library.FcPatternGetCharSet(pattern, b"charset", 0, ctypes.byref(charset)):
        return None
    upright = (integer(b"slant", 0), integer(b"width", 100)) == (_ROMAN, _NORMAL_WIDTH)
    plain = flag(b"outline") and not flag(b"variable") and not flag(b"color")
    index = integer(b"index", 0)
    if not (upright and plain and index < 1 << 16 and text(b"fontformat") in _FORMATS):
        return None
    letters = charset.value
    return Installed(
        path=text(b"file").decode(sys.getfilesystemencoding(), "surrogateescape"),
        index=index,
        family=text(b"family").decode("utf-8", "replace"),
        weight=integer(b"weight", 80),
        draws=lambda letter: bool(library.FcCharSetHasChar(letters, ord(letter))),
    )
