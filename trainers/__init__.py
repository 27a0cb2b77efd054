"""Fine-tuning of classifiers and detectors in a process of its own."""
