"""`ifconfig` and `ip`: the network cards of a container."""

from __future__ import annotations

import ipaddress

from dockersh.practice.inside.job import Job

LOOPBACK = """lo        Link encap:Local Loopback  
          inet addr:127.0.0.1  Mask:255.0.0.0
          UP LOOPBACK RUNNING  MTU:65536  Metric:1
          RX packets:0 errors:0 dropped:0 overruns:0 frame:0
          TX packets:0 errors:0 dropped:0 overruns:0 carrier:0
          collisions:0 txqueuelen:1000 
          RX bytes:0 (0.0 B)  TX bytes:0 (0.0 B)

"""  # noqa: W291  as the program prints it
CARD = """{name:<9} Link encap:Ethernet  HWaddr {mac}  
          inet addr:{address}  Bcast:{broadcast}  Mask:{mask}
          UP BROADCAST RUNNING MULTICAST  MTU:1500  Metric:1
          RX packets:6 errors:0 dropped:0 overruns:0 frame:0
          TX packets:0 errors:0 dropped:0 overruns:0 carrier:0
          collisions:0 txqueuelen:0 
          RX bytes:516 (516.0 B)  TX bytes:0 (0.0 B)

"""  # noqa: W291
IP_LOOPBACK = """1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue qlen 1000
    link/loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00
    inet 127.0.0.1/8 scope host lo
       valid_lft forever preferred_lft forever
"""
IP_CARD = """{number}: {name}@if{other}: <BROADCAST,MULTICAST,UP,LOWER_UP,M-DOWN> mtu 1500 qdisc noqueue 
    link/ether {mac_small} brd ff:ff:ff:ff:ff:ff
    inet {address}/{bits} brd {broadcast} scope global {name}
       valid_lft forever preferred_lft forever
"""  # noqa: W291


def _cards(job: Job) -> list[dict[str, object]]:
    found = []
    for number, (address, mac, subnet) in enumerate(job.process.place.cards()):
        network = ipaddress.ip_network(subnet)
        values = {"mac": mac.upper(), "mac_small": mac, "broadcast": network.broadcast_address, "mask": network.netmask}
        names = {"name": f"eth{number}", "number": number + 2, "other": number + 10}
        found.append({**values, **names, "address": address, "bits": network.prefixlen})
    return found


def ifconfig(job: Job) -> int:
    """Cards as the notes show them."""
    for card in _cards(job):
        job.write(CARD.format(**card))
    job.write(LOOPBACK)
    return 0


def ip(job: Job) -> int:
    """`ip addr`, `ip route`."""
    if job.argv[1:2] and "route".startswith(job.argv[1][:1]):
        for gateway, card, subnet in job.process.place.routes():
            job.write(f"default via {gateway} dev {card} \n{subnet} dev {card} scope link \n")
        return 0
    job.write(IP_LOOPBACK)
    for card in _cards(job):
        job.write(IP_CARD.format(**card))
    return 0


PROGRAMS = {"ifconfig": ifconfig, "ip": ip}
