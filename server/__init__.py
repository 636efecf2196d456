"""The district server: import, exchange with tablets, enrolment, and the office's commands."""
