"""Settings of the whole suite: nothing is sent anywhere, nothing inherited is used."""

from flows.engine import be_quiet

be_quiet()
