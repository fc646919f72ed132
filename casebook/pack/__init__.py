"""The pack for instructors: plans, sheets, questions, notebooks, keys and rubrics in one zip, to use without Python."""
