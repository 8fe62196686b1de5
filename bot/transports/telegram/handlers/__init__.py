"""What happens on each event. Handlers are thin: the assistant decides, the sender sends."""
