"""The shared inference module: architectures, weights, model cards, prediction.

`catalogue`, `card`, `requests` and `weights_folder` import no torch, so the window and the command line read them
freely; everything else here runs in a worker process.
"""
