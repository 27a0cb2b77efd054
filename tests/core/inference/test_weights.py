"""Bringing weights: the publishers' layouts, and files that must be refused."""

from __future__ import annotations

import hashlib
import json
import struct
from pathlib import Path

import pytest
import safetensors.torch
import torch

from core.errors import DamagedWeights, MissingWeights, UnknownModel, UnsafeWeights, WrongWeights
from core.inference import weights as weights_module
from core.inference.weights import import_weights, load_into, read_state_dict
from core.inference.weights_folder import Part, find_weights, list_weights, weights_folder
from core.inference.zoo.classifiers import build_classifier
from core.inference.zoo.detectors import build_detector


@pytest.fixture(scope="module")
def resnet18_state():
    torch.manual_seed(1)
    return build_classifier("resnet18", 1000).state_dict()


@pytest.fixture
def resnet18_file(resnet18_state, tmp_path):
    return save(resnet18_state, tmp_path / "resnet18.pth")


def save(content, path: Path, **options) -> Path:
    torch.save(content, path, **options)
    return path


def named_by_hash(path: Path, stem: str) -> Path:
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return path.rename(path.with_name(f"{stem}-{digest[:8]}{path.suffix}"))


class Evil:
    """What an attacker would put into a weights file."""

    def __reduce__(self):
        return (Path.touch, (Path("evil-was-here"),))


# The real file


def test_the_real_densenet_is_imported_found_and_loaded(densenet_weights):
    imported = import_weights(densenet_weights, "densenet121")
    assert imported.path.is_relative_to(weights_folder())
    assert imported.sha256 == "8c3680adbbf4e469b1c4a6e80a23392d838bd19e57df14cc5d6eeeb0b9c0514b"
    assert imported.part is Part.MODEL
    assert list_weights() == [imported]
    assert find_weights("densenet121") == imported

    network = build_classifier("densenet121", 6)
    report = load_into(network, imported.path)
    assert set(report.mismatched) == {"classifier.weight", "classifier.bias"}
    assert report.missing == report.unexpected == ()
    assert len(report.matched) == len(network.state_dict()) - 2
    given = torch.load(densenet_weights, weights_only=True)
    assert torch.equal(network.features.conv0.weight, given["features.conv0.weight"])
    assert network.classifier.out_features == 6


def test_importing_twice_keeps_one_copy(resnet18_file):
    first = import_weights(resnet18_file, "resnet18")
    assert import_weights(resnet18_file, "resnet18") == first
    assert len(list_weights()) == 1


def test_other_content_under_the_same_name_is_kept_beside(resnet18_file):
    first = import_weights(resnet18_file, "resnet18")
    save(build_classifier("resnet18", 10).state_dict(), resnet18_file)
    second = import_weights(resnet18_file, "resnet18")
    assert first.path != second.path
    assert find_weights("resnet18") == second
    assert len(list_weights()) == 2


def test_a_failed_copy_leaves_nothing(resnet18_file, monkeypatch):
    def full_disk(*args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(weights_module.shutil, "copyfileobj", full_disk)
    with pytest.raises(OSError, match="No space"):
        import_weights(resnet18_file, "resnet18")
    assert [path for path in weights_folder().rglob("*") if path.is_file()] == []


# The publishers' layouts


def test_a_torchvision_file_with_its_hash_in_the_name(resnet18_file):
    assert import_weights(named_by_hash(resnet18_file, "resnet18"), "resnet18").part is Part.MODEL


def test_densenets_older_names(tmp_path):
    network = build_classifier("densenet121", 1000)
    old = {
        key.replace(".norm1.", ".norm.1.").replace(".conv1.", ".conv.1.")
        .replace(".norm2.", ".norm.2.").replace(".conv2.", ".conv.2."): value
        for key, value in network.state_dict().items()
        if not key.endswith("num_batches_tracked")
    }  # fmt: skip
    assert any("denselayer1.norm.1.weight" in key for key in old)
    report = load_into(build_classifier("densenet121", 4), save(old, tmp_path / "densenet121.pth"))
    assert report.missing == report.unexpected == ()


@pytest.mark.parametrize("classes", [1000, 1001])
def test_a_pretrainedmodels_file_of_1000_or_1001_classes(classes, tmp_path):
    network = build_classifier("nasnetamobile", classes)
    path = save(network.state_dict(), tmp_path / "nasnetamobile.pth")
    mine = build_classifier("nasnetamobile", 7)
    report = load_into(mine, path)
    assert set(report.mismatched) == {"last_linear.weight", "last_linear.bias"}
    assert torch.equal(mine.conv0.conv.weight, network.conv0.conv.weight)
    assert mine.last_linear.out_features == 7


@pytest.mark.parametrize(
    ("name", "head"),
    [
        ("retinanet_r18", {"bbox_head.retina_cls"}),
        ("faster_rcnn_r18", {"roi_head.bbox_head.fc_cls", "roi_head.bbox_head.fc_reg"}),
    ],
)
def test_an_mmdet_coco_checkpoint(name, head, tmp_path):
    coco = build_detector(name, 80).network.state_dict()
    meta = {"mmdet_version": "2.0.0", "CLASSES": ("person", "bicycle"), "epoch": 12, "config": "model = dict()"}
    path = named_by_hash(save({"meta": meta, "state_dict": coco}, tmp_path / "x.pth"), f"{name}_coco_20200130")
    imported = import_weights(path, name)
    assert imported.part is Part.MODEL
    mine = build_detector(name, 6)
    report = load_into(mine, imported.path)
    assert {key.rpartition(".")[0] for key in report.mismatched} == head
    assert report.missing == report.unexpected == ()
    assert torch.equal(mine.network.neck.fpn_convs[0].conv.weight, coco["neck.fpn_convs.0.conv.weight"])


def test_a_head_of_as_many_foreign_classes_is_not_taken(tmp_path):
    coco = build_detector("retinanet_r18", 80).network.state_dict()
    mine = build_detector("retinanet_r18", 80)
    before = mine.network.bbox_head.retina_cls.weight.clone()
    report = load_into(mine, save({"state_dict": coco}, tmp_path / "coco.pth"))
    assert "bbox_head.retina_cls.weight" in report.mismatched
    assert torch.equal(mine.network.bbox_head.retina_cls.weight, before)


def test_a_backbone_fills_a_detectors_backbone(resnet18_state, resnet18_file):
    imported = import_weights(resnet18_file, "retinanet_r18")
    assert imported.part is Part.BACKBONE
    mine = build_detector("retinanet_r18", 3)
    neck = mine.network.neck.lateral_convs[0].conv.weight.clone()
    report = load_into(mine, imported.path)
    assert torch.equal(mine.backbone.layer4[1].conv2.weight, resnet18_state["layer4.1.conv2.weight"])
    assert torch.equal(mine.network.neck.lateral_convs[0].conv.weight, neck)
    assert report.unexpected == ("backbone.fc.weight", "backbone.fc.bias")
    assert all(key.startswith("backbone.") for key in report.matched)


@pytest.mark.slow
def test_the_resnext_backbone_of_mmdet_is_that_of_torchvision(tmp_path):
    with torch.device("meta"):
        shapes = build_classifier("torchvision.resnext101_64x4d", 1000).state_dict()
    state = {key: torch.zeros(value.shape, dtype=value.dtype) for key, value in shapes.items() if key[:2] != "fc"}
    assert import_weights(save(state, tmp_path / "resnext101_64x4d.pth"), "retinanet").part is Part.BACKBONE


def test_safetensors_and_wrapped_and_parallel_state_dicts(resnet18_state, tmp_path):
    plain = tmp_path / "a.safetensors"
    safetensors.torch.save_file(resnet18_state, plain)
    parallel = save({"model": {f"module.{k}": v for k, v in resnet18_state.items()}}, tmp_path / "b.pt")
    before_2020 = save(resnet18_state, tmp_path / "c.pth", _use_new_zipfile_serialization=False)
    for path in (plain, parallel, before_2020):
        assert import_weights(path, "resnet18").part is Part.MODEL
        assert read_state_dict(path).keys() == resnet18_state.keys(), path


def test_a_detectors_own_checkpoint_starts_another_run(tmp_path):
    trained = build_detector("retinanet_r18", 4)
    path = save({"model": trained.state_dict(), "epoch": 3}, tmp_path / "best.pt")
    assert len(load_into(build_detector("retinanet_r18", 2), path).mismatched) == 2


# What must be refused


@pytest.mark.parametrize("new_format", [True, False])
@pytest.mark.parametrize("content", [Evil(), {"state_dict": {}, "meta": Evil()}])
def test_pickled_code_is_never_run(content, new_format, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    path = save(content, tmp_path / "evil.pth", _use_new_zipfile_serialization=new_format)
    with pytest.raises(UnsafeWeights, match="could run code"):
        import_weights(path, "resnet18")
    assert not (tmp_path / "evil-was-here").exists()


def test_a_whole_module_is_refused(tmp_path):
    with pytest.raises(UnsafeWeights):
        import_weights(save(torch.nn.Linear(2, 2), tmp_path / "module.pth"), "resnet18")


@pytest.mark.parametrize("new_format", [True, False])
@pytest.mark.parametrize("part", [0.0001, 0.5, 0.999])
def test_a_file_cut_short(new_format, part, resnet18_state, tmp_path):
    path = save(resnet18_state, tmp_path / "cut.pth", _use_new_zipfile_serialization=new_format)
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * part)])
    with pytest.raises(DamagedWeights):
        import_weights(path, "resnet18")


@pytest.mark.parametrize("part", [0.0001, 0.5, 0.999])
def test_a_safetensors_file_cut_short(part, resnet18_state, tmp_path):
    path = tmp_path / "cut.safetensors"
    safetensors.torch.save_file(resnet18_state, path)
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * part)])
    with pytest.raises(DamagedWeights):
        import_weights(path, "resnet18")


@pytest.mark.parametrize(
    "content", [b"", b"<!DOCTYPE html>", b"PK\x03\x04", b"\x80\x02", struct.pack("<Q", 1 << 62) + b'{"a', b"\0" * 99]
)
def test_no_weights_file_at_all(content, tmp_path):
    path = tmp_path / "model.pth"
    path.write_bytes(content)
    with pytest.raises(DamagedWeights) as caught:
        import_weights(path, "resnet18")
    assert caught.value.hint


@pytest.mark.parametrize("content", [[1, 2], {"epoch": 3}, {"state_dict": {}}, torch.zeros(3)])
def test_tensors_without_names(content, tmp_path):
    with pytest.raises(DamagedWeights, match="no tensors"):
        import_weights(save(content, tmp_path / "model.pth"), "resnet18")


@pytest.mark.parametrize("name", ["resnet50", "densenet121", "faster_rcnn", "torchvision.resnet34", "nasnetamobile"])
def test_another_networks_weights(name, resnet18_file):
    with pytest.raises(WrongWeights, match="another network"):
        import_weights(resnet18_file, name)
    assert list_weights() == []


def test_a_larger_network_of_the_same_names_does_not_fit(tmp_path):
    """All of ResNet-50's tensors are in ResNet-101 too: the rest gives it away."""
    larger = build_classifier("torchvision.resnet101", 2).state_dict()
    with pytest.raises(WrongWeights):
        import_weights(save(larger, tmp_path / "x.pth"), "resnet50")


def test_one_detectors_weights_are_not_the_others(tmp_path):
    path = save(build_detector("retinanet_r18", 2).network.state_dict(), tmp_path / "x.pth")
    with pytest.raises(WrongWeights, match="rpn_head"):
        import_weights(path, "faster_rcnn_r18")


def test_a_name_that_promises_another_hash(resnet18_file):
    with pytest.raises(DamagedWeights, match="0676ba61"):
        import_weights(resnet18_file.rename(resnet18_file.with_name("resnet18-0676ba61.pth")), "resnet18")


def test_a_date_in_the_name_is_no_hash(resnet18_file):
    import_weights(resnet18_file.rename(resnet18_file.with_name("resnet18-20240131.pth")), "resnet18")


def test_missing_file_and_unknown_model(tmp_path):
    with pytest.raises(MissingWeights):
        import_weights(tmp_path / "none.pth", "resnet18")
    with pytest.raises(MissingWeights):
        import_weights(tmp_path, "resnet18")
    with pytest.raises(UnknownModel):
        import_weights(tmp_path / "none.pth", "resnet19")


def test_descriptions_hold_no_absolute_path(resnet18_file):
    imported = import_weights(resnet18_file, "resnet18")
    text = imported.path.with_name("resnet18.pth.json").read_text(encoding="utf-8")
    assert str(weights_folder()) not in text
    assert json.loads(text)["part"] == "model"
