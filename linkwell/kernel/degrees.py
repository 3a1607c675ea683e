"""From degrees, as GPS and maps of the world give them, to metres on the National Grid.

Source: Ordnance Survey, "A guide to coordinate systems in Great Britain", annexes B and C: the
Helmert shift from WGS84 to Airy 1830, then the transverse Mercator projection. Right within about
5 metres. Names of variables are those of the annexes.
"""

from math import atan2, cos, hypot, pi, radians, sin, sqrt, tan

from linkwell.kernel.geography import Point

_WGS84 = (6_378_137.0, 6_356_752.3141)  # semi-axes in metres
_AIRY = (6_377_563.396, 6_356_256.909)
_SCALE = 0.9996012717
_PHI0, _LAM0 = radians(49), radians(-2)  # the grid's true origin
_EAST0, _NORTH0 = 400_000, -100_000


def from_wgs84(latitude: float, longitude: float) -> Point:
    """Degrees -> the grid. Raises ValueError outside Great Britain."""
    if not (49.8 <= latitude <= 61.0 and -9.0 <= longitude <= 2.5):
        raise ValueError("This is not in Great Britain.")
    phi, lam = _to_airy(radians(latitude), radians(longitude))
    nu = _curvature(_AIRY, phi) * _SCALE
    e2 = _eccentricity(_AIRY)
    rho = nu * (1 - e2) / (1 - e2 * sin(phi) ** 2)
    eta2, t2 = nu / rho - 1, tan(phi) ** 2
    p = (lam - _LAM0) * cos(phi)
    north = p**2 / 2 + p**4 / 24 * (5 - t2 + 9 * eta2) + p**6 / 720 * (61 - 58 * t2 + t2**2)
    east = (
        p
        + p**3 / 6 * (nu / rho - t2)
        + p**5 / 120 * (5 - 18 * t2 + t2**2 + 14 * eta2 - 58 * t2 * eta2)
    )
    return Point(_EAST0 + nu * east, _NORTH0 + _meridian(phi) + nu * tan(phi) * north)


def _meridian(phi: float) -> float:
    """Metres along the central meridian from the true origin."""
    a, b = _AIRY
    n = (a - b) / (a + b)
    minus, plus = phi - _PHI0, phi + _PHI0
    terms = (
        (1 + n + 5 / 4 * (n**2 + n**3)) * minus,
        -(3 * (n + n**2) + 21 / 8 * n**3) * sin(minus) * cos(plus),
        15 / 8 * (n**2 + n**3) * sin(2 * minus) * cos(2 * plus),
        -35 / 24 * n**3 * sin(3 * minus) * cos(3 * plus),
    )
    return b * _SCALE * sum(terms)


def _to_airy(phi: float, lam: float) -> tuple[float, float]:
    """Radians on WGS84 -> radians on Airy 1830, at the height of the ellipsoid."""
    nu = _curvature(_WGS84, phi)
    x, y = nu * cos(phi) * cos(lam), nu * cos(phi) * sin(lam)
    z = nu * (1 - _eccentricity(_WGS84)) * sin(phi)
    second, scale = pi / (180 * 3600), 1 + 20.4894e-6
    rx, ry, rz = -0.1502 * second, -0.2470 * second, -0.8421 * second
    x2 = -446.448 + scale * x - rz * y + ry * z
    y2 = 125.157 + rz * x + scale * y - rx * z
    z2 = -542.060 - ry * x + rx * y + scale * z
    e2, p = _eccentricity(_AIRY), hypot(x2, y2)
    phi2 = atan2(z2, p * (1 - e2))
    for _ in range(6):  # converges to a millimetre in three
        phi2 = atan2(z2 + e2 * _curvature(_AIRY, phi2) * sin(phi2), p)
    return phi2, atan2(y2, x2)


def _curvature(axes: tuple[float, float], phi: float) -> float:
    """The radius of curvature across the meridian, in metres."""
    return axes[0] / sqrt(1 - _eccentricity(axes) * sin(phi) ** 2)


def _eccentricity(axes: tuple[float, float]) -> float:
    a, b = axes
    return 1 - (b / a) ** 2


def to_wgs84(point: Point) -> tuple[float, float]:
    """The grid -> latitude and longitude in degrees, to a centimetre of `from_wgs84`.

    Found by walking towards the point, since the way there is exact enough. Raises ValueError
    outside Great Britain.
    """
    latitude, longitude = 49 + (point.northing - _NORTH0) / 111_300, -2.0
    for _ in range(12):
        here = from_wgs84(min(max(latitude, 49.8), 61.0), min(max(longitude, -9.0), 2.5))
        north, east = point.northing - here.northing, point.easting - here.easting
        if abs(north) + abs(east) < 0.005:
            return latitude, longitude
        turn = sin(radians(latitude)) * radians(longitude + 2)  # how far grid north is off true
        latitude += (north * cos(turn) + east * sin(turn)) / 111_300
        longitude += (east * cos(turn) - north * sin(turn)) / (111_320 * cos(radians(latitude)))
    raise ValueError("This is not in Great Britain.")
