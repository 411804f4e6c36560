"""Checks made of requirements: terraform tests, pytest over plans, checklists."""
