#!/bin/sh
# Installs the chromium of Debian or Ubuntu for the browser suite, with a font to read its screenshots by. Wants root.
set -eu
export DEBIAN_FRONTEND=noninteractive
apt-get update
apt-get install -y --no-install-recommends chromium fonts-liberation
