"""What makes a PDF of HTML: the writer's child process, its fonts, what the renderer leaves out."""
