"""The commands, a file each; they parse and print, nothing else."""
