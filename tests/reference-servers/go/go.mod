module plainservers

go 1.26
