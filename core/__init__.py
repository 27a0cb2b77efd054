"""What DermDesk knows and does, without a screen: labels, projects, formats, metrics, inference and jobs."""
