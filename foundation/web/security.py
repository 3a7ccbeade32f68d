"""What every answer of the server carries, and what every request must bring."""

from urllib.parse import urlsplit

from flask import Flask, Response, request
from flask_wtf.csrf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from foundation.errors import NotAllowed
from foundation.settings import Settings

#: Nothing from elsewhere, nothing inline.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
#: For a page that another page of ours shows in a frame.
FRAMED = POLICY.replace("frame-ancestors 'none'", "frame-ancestors 'self'")

csrf = CSRFProtect()


def secure(app: Flask, settings: Settings) -> None:
    """Set cookies, hosts, proxies, CSRF and the headers of every response."""
    hosts = settings.trusted_hosts or (urlsplit(settings.public_url).hostname or "localhost",)
    app.config.update(
        SESSION_COOKIE_NAME="__Host-throughline" if settings.is_https else "throughline",
        SESSION_COOKIE_SECURE=settings.is_https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        TRUSTED_HOSTS=[*hosts, "localhost", "127.0.0.1"],
        MAX_CONTENT_LENGTH=settings.max_upload_mb * 1024 * 1024,
        MAX_FORM_PARTS=2000,
        WTF_CSRF_TIME_LIMIT=None,
        # Our pages send no Referer at all; where a request comes from is checked below.
        WTF_CSRF_SSL_STRICT=False,
    )
    if settings.proxies:
        hops = settings.proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops)  # type: ignore[method-assign]  # as Flask's manual puts a proxy's fix in
    app.before_request(_refuse_other_sites)
    csrf.init_app(app)
    app.after_request(_add_headers)


def _refuse_other_sites() -> None:
    """Refuse a change asked for by another site's page, whatever token it brings.

    Browsers say so in `Sec-Fetch-Site`; older ones only in `Origin`, which is `null` on our own
    pages because they send no referrer. A client that sends neither is no browser.
    """
    if request.method in {"GET", "HEAD", "OPTIONS"}:
        return
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin", "null")
    if site is None:
        foreign = origin != "null" and urlsplit(origin).netloc != request.host
    else:
        foreign = site not in {"same-origin", "none"}
    if foreign:
        raise NotAllowed("This form came from another site, so nothing was changed.")


def _add_headers(response: Response) -> Response:
    headers = response.headers
    headers.setdefault("Content-Security-Policy", POLICY)
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Referrer-Policy"] = "no-referrer"
    headers["Cross-Origin-Opener-Policy"] = "same-origin"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
    headers["X-Robots-Tag"] = "noindex"
    if request.is_secure:
        headers["Strict-Transport-Security"] = "max-age=31536000"
    if request.endpoint != "static":
        headers["Cache-Control"] = "no-store"
    return response
