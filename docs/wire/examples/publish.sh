#!/bin/sh
# Speak as a scale with openssl and Mosquitto's client: one weighing, signed and published.
# WORKBENCH-1 is a scale of the demo city whose key is published. A real scale counts its records 1, 2, 3;
# here the clock gives the number, so that a second run does not use it twice.
# MQTT_HOST, MQTT_PORT and MQTT_VERSION (mqttv311, which every broker speaks, or mqttv5) may be set.
set -eu
cd "$(dirname "$0")/../../.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

now=$(date +%s)
cat > "$work/batch.json" << JSON
{"v":1,"scale":"WORKBENCH-1","sent_at_ms":${now}000,"records":[{"kind":"weighing","seq":$now,"at_ms":${now}000,
"gross_mg":1000000,"tare_mg":0,"net_mg":1000000,"unit_price_fen":600,"amount_fen":600,"adc":900000,"zero_adc":330000,
"goods":"番茄","goods_class":"vegetable"}]}
JSON
openssl pkeyutl -sign -rawin -inkey docs/wire/examples/workbench.key.pem -in "$work/batch.json" -out "$work/signature"
printf QH1E | cat - "$work/signature" "$work/batch.json" > "$work/message"
mosquitto_pub -V "${MQTT_VERSION:-mqttv311}" -h "${MQTT_HOST:-127.0.0.1}" -p "${MQTT_PORT:-1883}" -q 1 \
  -t quanheng/v1/WORKBENCH-1/up/records -f "$work/message"
cat "$work/batch.json"
