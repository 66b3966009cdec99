# SPDX-License-Identifier: Apache-2.0
"""A test of the record tasks: what it makes and what it reads back."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import desk

RECORDS = "/api/v2/custom_objects/asset/records"


class Case(desk.Case):
    options = ("--clock-control",)
    kind = "record"

    def make(self, **record):
        """A record that somebody else made."""
        fields = {"category": "asset_laptop", **record.pop("fields", {})}
        body = {"name": self.id(), "custom_object_fields": fields, **record}
        return self.desk.call("POST", RECORDS, {"custom_object_record": body})["custom_object_record"]["id"]

    def record(self, record_id, key="asset"):
        path = f"/api/v2/custom_objects/{key}/records/{record_id}"
        return self.desk.call("GET", path)["custom_object_record"]

    def fields(self, record_id):
        return self.record(record_id)["custom_object_fields"]

    def records(self):
        return self.desk.call("GET", f"{RECORDS}/count")["count"]["value"]

    def create(self, **values):
        values.setdefault("name", self.id())
        values["attributes"] = {"category": "asset_laptop", **values.get("attributes", {})}
        return self.succeed("create", {"object_type": "asset", **values})

    def update(self, **values):
        return self.succeed("update", {"object_type": "asset", **values})
