"""Requests that must change nothing and show nothing, as raw bytes by name."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from tests.web.running import Client

CODE = b"code=stolen"


def _raw(lines: list[str], body: bytes = b"") -> bytes:
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + body


def _get(client: Client, path: str = "/sample/seen", **changed: str | None) -> list[str]:
    headers: dict[str, str | None] = {
        "Host": client.running.site,
        "Cookie": f"__Host-panoh={client.cookie}",
        "Connection": "close",
        **{name.replace("_", "-"): value for name, value in changed.items()},
    }
    return [
        f"GET {path} HTTP/1.1",
        *(f"{name}: {value}" for name, value in headers.items() if value is not None),
    ]


def _post(client: Client, body: bytes, **changed: str | None) -> bytes:
    changed = {
        "Origin": f"http://{client.running.site}",
        "Sec_Fetch_Site": "same-origin",
        "Content_Type": "application/x-www-form-urlencoded",
        "Content_Length": str(len(body)),
        **changed,
    }
    lines = _get(client, "/sample", **changed)
    return _raw([lines[0].replace("GET", "POST"), *lines[1:]], body)


def names(client: Client) -> Iterator[tuple[str, bytes]]:
    """Other names for this computer: rebinding, other spellings, several at once."""
    port, site = client.running.port, client.running.site
    label = site.split(".")[0]
    for host in (
        f"127.0.0.1:{port}", f"localhost:{port}", f"[::1]:{port}", f"evil.example:{port}",
        f"{label}.localhost", f"{label}.localhost:{port + 1}", f"{label}.localhost.:{port}",
        f"x.{site}", f"{site}.evil.example", f"{site}@evil.example", f"{site},{site}",
        site.upper(), f"0.0.0.0:{port}", f"2130706433:{port}", "", f"{site}/", f" {label}",
    ):  # fmt: skip
        yield f"host {host!r}", _raw(_get(client, Host=host))
        good = f"csrf={client.form_token}&code=stolen".encode()
        yield f"post to host {host!r}", _post(client, good, Host=host)
    yield "no host", _raw(_get(client, Host=None))
    yield "two hosts", _raw([*_get(client), f"Host: {site}"])
    yield "other host twice", _raw([*_get(client), "Host: evil.example"])
    yield "forwarded host alone", _raw(_get(client, Host=None, X_Forwarded_Host=site))


def targets(client: Client) -> Iterator[tuple[str, bytes]]:
    for path in (
        "/static/../../../etc/passwd", "/static/%2e%2e/%2e%2e/etc/passwd", "/static/..%2f..%2f",
        "//etc/passwd", "/./sample", "/sample/../sample", "/.git/config", "/sample;x", "/%00",
        "/sample%2fseen", "/sample\\..", "/" + "a" * 400, "/sample/seen?x=<script>",
        "/sample/seen?f=../../x", "/sample/seen?" + "a=b&" * 50, f"http://{client.running.site}/",
        "http://evil.example/sample/seen", "*", "evil.example:80", "/\u00e4", "/static/",
        "/static/panoh.css", "/templates/base.html", "/sample/seen/..", "/~root",
    ):  # fmt: skip
        yield f"target {path[:40]!r}", _raw(_get(client, path))
    for method in ("HEAD", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "get", "X"):
        lines = _get(client)
        yield f"method {method}", _raw([lines[0].replace("GET", method), *lines[1:]])
    lines = _get(client)
    yield "HTTP/1.0", _raw([lines[0].replace("1.1", "1.0"), *lines[1:]])
    yield "HTTP/0.9", b"GET /sample/seen\r\n"
    yield "HTTP/2", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
    yield "TLS", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x00" * 200
    yield (
        "websocket",
        _raw(
            [
                *_get(client),
                "Upgrade: websocket",
                "Sec-WebSocket-Version: 13",
                "Sec-WebSocket-Key: eA==",
            ]
        ),
    )
    yield "prefetch", _raw(_get(client, Sec_Purpose="prefetch;prerender"))
    yield "long header", _raw(_get(client, X_Long="a" * 40_000))
    yield "many headers", _raw([*_get(client), *(f"X-{n}: {'a' * 50}" for n in range(1000))])
    yield "header without end", b"GET /" + b"a" * 40_000


def origins(client: Client) -> Iterator[tuple[str, bytes]]:
    """Forms from elsewhere, all with the right cookie and even the right form token."""
    port, site = client.running.port, client.running.site
    good = f"csrf={client.form_token}&code=stolen".encode()
    for origin in (
        None, "null", "http://evil.example", f"http://127.0.0.1:{port}", f"http://localhost:{port}",
        f"https://{site}", f"http://{site}/", f"http://{site}:80", f"http://{site.upper()}",
        f"http://x.{site}", "", f"http://{site} http://{site}", "file://",
    ):  # fmt: skip
        yield f"origin {origin!r}", _post(client, good, Origin=origin)
    for place, mode in product(
        ("cross-site", "same-site", "none", "", "same-origin, cross-site"), ("navigate", None)
    ):
        yield (
            f"post sec-fetch {place!r} {mode}",
            _post(client, good, Sec_Fetch_Site=place, Sec_Fetch_Mode=mode),
        )
    for mode in ("no-cors", "websocket", "nested-navigate"):
        yield f"post mode {mode}", _post(client, good, Sec_Fetch_Mode=mode)
    for place, dest in product(
        ("cross-site", "same-site", "x"), ("document", "iframe", "image", "script", "empty", None)
    ):
        yield (
            f"get sec-fetch {place!r} {dest}",
            _raw(_get(client, Sec_Fetch_Site=place, Sec_Fetch_Dest=dest)),
        )
    for dest in ("iframe", "frame", "object", "embed", "worker", "serviceworker", "manifest"):
        yield (
            f"get as {dest}",
            _raw(_get(client, Sec_Fetch_Site="same-origin", Sec_Fetch_Dest=dest)),
        )
    yield "get from origin", _raw(_get(client, Origin="http://evil.example"))


def sessions(client: Client, old_cookie: str) -> Iterator[tuple[str, bytes]]:
    """Without the cookie, with a planted one, with the one from before unlock."""
    good = f"csrf={client.form_token}&code=stolen".encode()
    right = client.cookie
    for cookie in (
        None, "", "__Host-panoh=", "__Host-panoh=AAAA", f"panoh={right}", f"__host-panoh={right}",
        f"__Secure-panoh={right}", f"__Host-panoh={old_cookie}", f"__Host-panoh={right}x",
        f"__Host-panoh={right}; __Host-panoh={right}", f"__Host-panoh=x; __Host-panoh={right}",
        f"__Host-panoh={right.swapcase()}", f"__Host-panoh={'a' * 5000}", f"x={right}",
    ):  # fmt: skip
        yield f"cookie {str(cookie)[:40]!r}", _raw(_get(client, Cookie=cookie))
        yield f"post cookie {str(cookie)[:40]!r}", _post(client, good, Cookie=cookie)


def tokens(client: Client, stale: str) -> Iterator[tuple[str, bytes]]:
    right = client.form_token
    for name, body in {
        "no token": CODE,
        "empty token": b"csrf=&" + CODE,
        "foreign token": b"csrf=" + b"0" * 64 + b"&" + CODE,
        "stale token": f"csrf={stale}&code=stolen".encode(),
        "two tokens": f"csrf={right}&csrf={right}&code=stolen".encode(),
        "upper token": f"csrf={right.upper()}&code=stolen".encode(),
        "short token": f"csrf={right[:-1]}&code=stolen".encode(),
        "token is the cookie": f"csrf={client.cookie}&code=stolen".encode(),
        "not utf-8": f"csrf={right}&code=stolen".encode() + b"%ff%fe",
        "zero byte": f"csrf={right}&code=stolen%00".encode(),
        "no name": f"csrf={right}&code=stolen&=x".encode(),
        "too many": f"csrf={right}&code=stolen".encode() + b"&a=b" * 600,
        "too large": f"csrf={right}&code=stolen&x=".encode() + b"a" * 1_100_000,
    }.items():
        yield name, _post(client, body)
    good = f"csrf={right}&code=stolen".encode()
    for kind in ("application/json", "text/plain", "", "multipart/form-data", "a/b; boundary=x"):
        yield f"content type {kind!r}", _post(client, good, Content_Type=kind)
    yield (
        "token in the address",
        _post(client, CODE).replace(b"/sample ", f"/sample?csrf={right} ".encode(), 1),
    )


def smuggling(client: Client) -> Iterator[tuple[str, bytes]]:
    """Where one request ends and the next begins, said in two ways."""
    good = f"csrf={client.form_token}&code=stolen".encode()
    chunked = f"{len(good):x}\r\n".encode() + good + b"\r\n0\r\n\r\n"
    hidden = _post(client, good)
    for name, changed, body in (
        ("length and chunks", {"Transfer_Encoding": "chunked"}, chunked),
        ("length 0 and chunks", {"Transfer_Encoding": "chunked", "Content_Length": "0"}, chunked),
        ("chunks of another kind", {"Transfer_Encoding": "xchunked"}, good),
        (
            "chunks twice",
            {"Transfer_Encoding": "chunked, chunked", "Content_Length": None},
            chunked,
        ),
        ("gzip chunks", {"Transfer_Encoding": "gzip, chunked", "Content_Length": None}, chunked),
        ("negative length", {"Content_Length": "-1"}, good),
        ("signed length", {"Content_Length": f"+{len(good)}"}, good),
        ("hex length", {"Content_Length": hex(len(good))}, good),
        ("two lengths in one", {"Content_Length": f"{len(good)}, 3"}, good),
        ("bad chunk size", {"Transfer_Encoding": "chunked", "Content_Length": None}, b"zz\r\n"),
        (
            "huge chunk size",
            {"Transfer_Encoding": "chunked", "Content_Length": None},
            b"f" * 20 + b"\r\n",
        ),
    ):
        yield name, _post(client, body, **changed)
    base = _post(client, good)
    head, _, _ = base.partition(b"\r\n\r\n")
    yield "two length headers", head + b"\r\nContent-Length: 3\r\n\r\n" + good
    yield "space before colon", base.replace(b"Content-Length:", b"Content-Length :")
    yield "folded foreign header", base.replace(b"Origin: ", b"Origin: http://evil\r\n ")
    yield "zero byte in header", base.replace(b"Origin: ", b"Origin: \x00")
    yield "chunks hidden by tab", base.replace(b"Connection", b"Transfer-Encoding:\tchunked\r\nC")
    yield (
        "a get with a body that is a post",
        _raw(_get(client, Content_Length=str(len(hidden)), Sec_Fetch_Site="cross-site"), hidden),
    )
    yield "refused, then a good post behind it", _raw(_get(client, Host="evil.example")) + hidden
    yield "short body", _post(client, good[:-3], Content_Length=str(len(good) + 50))
