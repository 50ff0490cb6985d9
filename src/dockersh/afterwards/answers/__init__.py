"""What a list of the engine's says, a row a thing, in no language; what is odd comes first.

row          one row: the sentence, whether it is odd, what to type about it
images       `docker images`
volumes      `docker volume ls`
networks     `docker network ls`, and one network with the containers on it
layers       `docker history`
usage        `docker system df`
happenings   `docker events`
"""
