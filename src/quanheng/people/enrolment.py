"""Give a person an account."""

from quanheng.people.models import User


def enrol(*, username: str, name: str, role: str, area: str, password: str) -> User:
    user = User(username=username, name=name, role=role, area=area)
    user.set_password(password)
    user.save()
    return user
