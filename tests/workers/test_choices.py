"""What a person may set for `make run`, and the answer to what cannot be obeyed."""

from pathlib import Path

import pytest

from quanheng.workers.choices import BadChoice, chosen
from quanheng.workers.city import NotThisCity, city_seed, manifest_in


@pytest.mark.requirement("QH-run")
def test_without_choices_the_demo_city_runs_here():
    """A newcomer sets nothing."""
    choices = chosen({})
    assert (choices.port, choices.mqtt_port, choices.host) == (8000, 1883, "127.0.0.1")
    assert choices.data_dir == Path(".data").resolve()
    assert choices.demo
    assert choices.simulator


@pytest.mark.requirement("QH-run")
def test_a_real_installation_has_no_simulator():
    """Without the demo there is nothing to simulate."""
    assert not chosen({"QUANHENG_DEMO": "0"}).simulator


@pytest.mark.requirement("QH-run", "QH-input")
@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("PORT", "eighty"),
        ("PORT", "0"),
        ("PORT", "65536"),
        ("PORT", "８０００"),
        ("MQTT_PORT", "-1"),
        ("NO_SIMULATOR", "yes"),
        ("BROKER", "rabbit"),
        ("SIM_SEED", "1.5"),
        ("SIM_SPEED", "fast"),
        ("SIM_SPEED", "0"),
        ("SIM_SPEED", "nan"),
    ],
)
def test_a_bad_choice_is_named(name: str, text: str):
    """The sentence names the variable and what was given."""
    with pytest.raises(BadChoice, match=rf"{name}.*{text}"):
        chosen({name: text})


@pytest.mark.requirement("QH-run")
def test_a_data_directory_keeps_its_city(tmp_path: Path):
    """Another seed would put a second city's scales beside the first one's records: it is refused."""
    assert city_seed(tmp_path, None) == 1
    assert city_seed(tmp_path, 7) == 7
    manifest_in(tmp_path).write_text('{"seed": 7}')
    assert city_seed(tmp_path, None) == 7
    with pytest.raises(NotThisCity, match="SIM_SEED=7"):
        city_seed(tmp_path, 8)
