/* firn web; Apache-2.0. Contains preact 11.2.0 (MIT), @preact/signals 2.11.4 (MIT), @preact/signals-core 1.14.5 (MIT), htm 3.1.1 (Apache-2.0), d3-dispatch 3.0.2 (ISC), d3-force 3.0.1 (ISC), d3-quadtree 3.0.2 (ISC), d3-timer 3.0.2 (ISC).
MIT parts: Copyright (c) 2015-present Jason Miller; (c) 2022-present Preact Team. ISC parts: Copyright 2010-2026 Mike Bostock. */
var D,Wr,ho,De,po,bn,Vr,gn,Xr,go,mo,wl,Pt=Symbol.for("pv"),$n={},yn=[],kl=/^m(i|n|o|s|text|space)$/,vo=Array.isArray,bo=yn.slice,Qe=Object.assign;function Ze(e){e&&e.parentNode&&e.remove()}function Nt(e,t,n){var o,r,a,s={},l=arguments.length;for(a in t)a=="key"?o=t[a]:a=="ref"&&typeof e!="function"?r=t[a]:s[a]=t[a];return l>2&&(s.children=l>3?bo.call(arguments,2):n),Mt(e,s,o,r,null)}function Mt(e,t,n,o,r){var a={type:e,props:t,key:n,ref:o,__k:null,__:null,__b:0,__e:null,__c:null,constructor:Pt,__v:r||++Wr,__i:-1,__u:0};return!r&&D.vnode&&D.vnode(a),a}function tt(e){return e.children}function et(e,t){this.props=e,this.context=t,this.__g=0}function Be(e,t){if(t==null)return e.__&&Be(e.__,e.__i+1);for(var n;t<e.__k.length;t++)if((n=e.__k[t])&&n.__e)return n.__e;return typeof e.type!="function"||e.props.__P?null:Be(e)}function Sl(e){var t,n=e.__v,o=n.__e,r=[],a=[],s=e.__P;s&&((t=Qe({constructor:Pt},n)).__v=n.__v+1,D.vnode&&D.vnode(t),$o(s,t,n,e.__n,s.namespaceURI,32&n.__u?[o]:null,r,o||Be(n),32&n.__u,a),t.__v=n.__v,t.__.__k[t.__i]=t,ea(r,t,a),n.__=n.__e=null,t.__e!=o&&Yr(t))}function Yr(e){if((e=e.__)&&e.__c&&!e.props.__P)return e.__e=null,e.__k.some(function(t){return t&&(e.__e=t.__e)}),Yr(e)}function qr(e){(8&e.__g||(e.__g|=8,De.push(e),bn++))&&po==D.debounceRendering||((po=D.debounceRendering)||queueMicrotask)(Kr)}function Kr(){try{for(var e,t=1;De.length;)De.length>t&&De.sort(Vr),e=De.shift(),t=De.length,8&e.__g&&Sl(e)}finally{(bn=De.length)&&(po||queueMicrotask)(Kr)}}function Jr(e,t,n,o,r,a,s,l,u,c,f){var b,p,d,g,h,m,v=o.__k||yn,$=t.length;for(u=Tl(n,t,v,u,$),b=0;b<$;b++)(d=n.__k[b])!=null&&(p=~d.__i&&v[d.__i]||$n,d.__i=b,m=$o(e,d,p,r,a,s,l,u,c,f),g=d.__e,(p.ref!=d.ref||8&p.__u)&&(p.ref&&yo(p.ref,null,d,p),d.ref&&f.push(d.ref,d.__c||g,d)),h=h||g,4&d.__u?(u=Zr(d,u,e,!p.__v),p.__e&&(p.__e=null)):typeof d.type=="function"&&m!==void 0?u=m:g&&(u=g.nextSibling),d.__u&=-21);return n.__e=h,u}function Tl(e,t,n,o,r){var a,s,l,u,c,f,b,p,d,g=n.length,h=g,m=0,v=0,$=e.__k=Array(r);for(a=0;a<r;a++)(s=t[a])!=null&&typeof s!="boolean"&&typeof s!="function"?(typeof s!="object"||s.constructor===String?s=$[a]=Mt(null,s):vo(s)?s=$[a]=Mt(tt,{children:s}):s.constructor===Pt&&s.__b?s=$[a]=Mt(s.type,s.props,s.key,s.ref,s.__v):$[a]=s,u=a+m,s.__=e,s.__b=e.__b+1,l=null,~(c=s.__i=Cl(s,n,u,h))&&(h--,(l=n[c])&&(l.__u|=2)),l&&l.__v?(s.__u|=16,c==u-1?m--:c==u+1?m++:c!=u&&(c>u?m--:m++,v=1)):(~c||(r>g?m--:r<g&&m++),typeof s.type!="function"&&(s.__u|=4))):$[a]=null;if(v){for(f=[],b=[],a=0;a<r;a++)if((s=$[a])&&16&s.__u){for(m=0,p=f.length;m<p;)f[d=m+p>>1]<s.__i?m=d+1:p=d;f[m]=s.__i,b[a]=m+1}for(m=f.length;a--;)b[a]&&(b[a]==m?m--:$[a].__u|=4)}if(h)for(a=0;a<g;a++)!(l=n[a])||2&l.__u||(l.__e==o&&(o=Be(l)),_o(l,l));return o}function Zr(e,t,n,o){var r,a,s,l;if(typeof e.type=="function"){if(e.props.__P)return t;if(r=e.__k)for(a=0;a<r.length;a++)r[a]&&(r[a].__=e,t=Zr(r[a],t,n,!1));return t}for(t&&!t.parentNode&&(t=Be(e))&&!t.parentNode&&(t=null),s=e.__e,l=t;l&&l.nodeType==8;)l=l.nextSibling;for(s!=l&&(!o&&n.moveBefore&&s.parentNode?n.moveBefore(s,t):n.insertBefore(s,t||null)),t=s;(t=t&&t.nextSibling)&&t.nodeType==8&&!t.data.startsWith("$s"););return t}function Cl(e,t,n,o){var r,a=e.key,s=e.type,l=t[n],u=l&&!(2&l.__u);if(l===null&&a==null||u&&a==l.key&&s==l.type)return n;if(o>(u?1:0)){for(r=n-1;r>=0;r--)if((l=t[r])&&!(2&l.__u)&&a==l.key&&s==l.type)return r;for(r=n+1;r<t.length;r++)if((l=t[r])&&!(2&l.__u)&&a==l.key&&s==l.type)return r}return-1}function Gr(e,t,n){n==null&&(n=""),t[0]=="-"?e.setProperty(t,n):e[t]=n}function hn(e,t,n,o,r){var a,s;if(t=="style")if(typeof n=="string")e.style.cssText=n;else{if(typeof o=="string"&&(e.style.cssText=o=""),o)for(t in o)n&&t in n||Gr(e.style,t);if(n)for(t in n)o&&n[t]==o[t]||Gr(e.style,t,n[t])}else if(t[0]=="o"&&t[1]=="n")typeof n!="function"&&(n=null),typeof o!="function"&&(o=null),(e.__e||(e.__e={}))[t]=n,n&&o||(s=mo[t]||(mo[t]=Ml(t)),(e.__a||(e.__a={}))[t]=go,a=t!=(t=t.replace(Xr,"$1")),(t=t.slice(2))[0]<"a"&&(t=t.toLowerCase()),n?e.addEventListener(t,s,a):e.removeEventListener(t,s,a));else{if(r=="http://www.w3.org/2000/svg")t=t.replace(/xlink(H|:h)/,"h").replace(/sName$/,"s");else if(t!="width"&&t!="height"&&t!="href"&&t!="list"&&t!="form"&&t!="tabIndex"&&t!="download"&&t!="rowSpan"&&t!="colSpan"&&t!="role"&&t!="popover"&&t in e)try{return void(e[t]=n??"")}catch{}if(typeof n=="function")return;n==null||n===!1&&t[4]!="-"?e.removeAttribute(t):e.setAttribute(t,t=="popover"&&n==1?"":n)}}function Ml(e){return function(t){var n=this.__e;if(n){if(n=n[e],t[gn]==null)t[gn]=go++;else if(t[gn]<this.__a[e])return;return n(D.event?D.event(t):t)}}}function $o(e,t,n,o,r,a,s,l,u,c){var f,b,p,d,g,h,m,v,$,w,x,R,W,V,F,ne,_,M,L=t.type;if(t.constructor!==Pt)return null;128&n.__u&&(u=32&n.__u,f=n.__c.__z)&&(t.__u|=u,b=a=[],f.nodeType==8?l=vn(f,a):a.push(f),l=a[0]||l),(f=D.__b)&&f(t);e:if(typeof L=="function"){p=s.length;try{if(v=t.props,$=(f=L.prototype)&&f.render,w=(f=L.contextType)&&o[f.__c],x=f?w?w.props.value:f.__:o,(d=n.__c)?(t.__c=d,2&d.__g&&(d.__g|=1)):($?t.__c=d=new L(v,x):(t.__c=d=new et(v,x),d.constructor=L,d.render=Nl),w&&w.sub(d),d.state||(d.state={}),d.__n=o,d.__g|=8,d.__h=[],d.__k=[]),$&&(d.__s||(d.__s=d.state),L.getDerivedStateFromProps&&(d.__s==d.state&&(d.__s=Qe({},d.__s)),Qe(d.__s,L.getDerivedStateFromProps(v,d.__s)))),g=d.props,h=d.state,d.__v=t,n.__c){if(v!==g&&$&&!L.getDerivedStateFromProps&&d.componentWillReceiveProps&&d.componentWillReceiveProps(v,x),t.__v==n.__v&&!(8&d.__g)||!(4&d.__g)&&d.shouldComponentUpdate&&d.shouldComponentUpdate(v,d.__s,x)===!1){t.__v!=n.__v&&(d.props=v,d.state=d.__s,d.__g&=-9),t.__e=n.__e,t.__k=n.__k,t.__k.some(function(C){C&&(C.__=t)}),yn.push.apply(d.__h,d.__k),d.__k=[],d.__h.length&&s.push(d),l=Be(n);break e}d.componentWillUpdate&&d.componentWillUpdate(v,d.__s,x),$&&d.componentDidUpdate&&d.__h.push(function(){d.componentDidUpdate(g,h,m)})}else $&&!L.getDerivedStateFromProps&&d.componentWillMount&&d.componentWillMount(),$&&d.componentDidMount&&d.__h.push(d.componentDidMount);d.context=x,d.props=v,d.__P=e,d.__g&=-5,R=D.__r,W=$?25:0;do d.__g&=-9,R&&R(t),f=d.render(d.props,d.state=d.__s,d.context);while(8&d.__g&&++W<25);$&&(yn.push.apply(d.__h,d.__k),d.__k=[]),d.state=d.__s,d.getChildContext&&(o=Qe({},o,d.getChildContext())),$&&n.__c&&d.getSnapshotBeforeUpdate&&(m=d.getSnapshotBeforeUpdate(g,h)),V=f&&f.type===tt&&f.key==null?f.props.children:f,v.__P&&(f=l,r=(e=v.__P).namespaceURI,u=a=null,n.props&&n.props.__P!=e&&(n.__k.some(function(C){C&&_o(C,C)}),n.__k=null),l=n.__k?Be(n,0):null),l=Jr(e,vo(V)?V:[V],t,n,o,r,a,s,l,u,c),v.__P&&(t.__e=null,l=f),t.__u&=-161,b&&b.some(Ze),d.__h.length&&s.push(d),1&d.__g&&(d.__g&=-4)}catch(C){if(s.length=p,t.__v=null,u||a)if(C&&C.then){if(t.__u|=128|u,a){for(~(_=a.indexOf(l||void 0))||(_=a.length);(M=a[_-1])&&M.nodeType==8;)_--;for(;_<a.length;_++)if(M=a[_])if(a[_]=null,F){if(M==ne)break}else{if(M.nodeType!=8)break;M.data.startsWith("$s")&&(ne=vn(F=M))}}if(!F){for(;l&&l.nodeType==8&&l.nextSibling;)l=l.nextSibling;F=l}(f=vn(F=t.__c.__z||(t.__c.__z=F)))?(t.__e=F,l=f):t.__e=l,l=l&&l.nextSibling}else a&&a.some(Ze);else t.__e=n.__e;t.__k||(t.__k=n.__k||[]),C&&C.then||Qr(t),D.__e(C,t,n)}}else l=t.__e=Pl(n.__e,t,n,o,r,a,s,u,c,e);return(f=D.diffed)&&f(t),l}function vn(e,t){if(e&&e.nodeType==8&&e.data.startsWith("$s"))for(var n=1;e=e.nextSibling;){if(e.nodeType==8){if(e.data.startsWith("$s"))n++;else if(e.data.startsWith("/$s")&&!--n)return e}t&&t.push(e)}}function Qr(e){e&&(e.__c&&(e.__c.__g|=4),e.__k&&e.__k.some(Qr))}function ea(e,t,n){for(var o=0;o<n.length;)yo(n[o++],n[o++],n[o++]);D.__c&&D.__c(t,e),e.some(function(r){try{e=r.__h,r.__h=[],e.some(function(a){a.call(r)})}catch(a){D.__e(a,r.__v)}})}function Pl(e,t,n,o,r,a,s,l,u,c){var f,b,p,d,g,h,m,v,$=n.props||$n,w=t.props,x=t.type;if(x=="svg"?r="http://www.w3.org/2000/svg":x=="math"?r="http://www.w3.org/1998/Math/MathML":r||(r="http://www.w3.org/1999/xhtml"),a){for(f=0;f<a.length;f++)if((g=a[f])&&(x?g.localName==x:g.nodeType==3)){e=g,a[f]=null;break}}if(!e){if(v=c.ownerDocument||document,!x)return v.createTextNode(w);e=v.createElementNS(r,x,w.is?w:c),l&&(D.__m&&D.__m(t,a),l=!1),a=null}if(x){if(c=x=="template"&&e.content||e,a=x=="textarea"&&w.defaultValue!=null?null:a&&bo.call(c.childNodes),!l&&a)for($={},f=0;f<e.attributes.length;f++)$[(g=e.attributes[f]).name]=g.value;for(f in $)g=$[f],f=="dangerouslySetInnerHTML"?p=g:f=="children"||f in w||f=="value"&&"defaultValue"in w||f=="checked"&&"defaultChecked"in w||hn(e,f,null,g,r);for(f in w)g=w[f],f=="children"?d=g:f=="dangerouslySetInnerHTML"?b=g:f=="value"?h=g:f=="checked"?m=g:l&&typeof g!="function"||$[f]===g||hn(e,f,g,$[f],r);b?(l||p&&(b.__html==p.__html||b.__html==e.innerHTML)||(e.innerHTML=b.__html),t.__k=[]):(p&&(e.textContent=""),(x=="foreignObject"||r=="http://www.w3.org/1998/Math/MathML"&&kl.test(x))&&(r="http://www.w3.org/1999/xhtml"),Jr(c,vo(d)?d:[d],t,n,o,r,a,s,a?a[0]:n.__k&&Be(n,0),l,u),a&&a.some(Ze)),l&&x!="textarea"||(f="value",x=="progress"&&h==null?e.removeAttribute(f):h==null||h===e[f]&&(x!="progress"||h)||hn(e,f,h,$[f],r),f="checked",m!=null&&m!=e[f]&&hn(e,f,m,$[f],r))}else $===w||l&&e.data==w||(e.data=w);return e}function yo(e,t,n,o){try{typeof e=="function"?t?t.__x=e(t)||1:o&&(o=o.__c||o.__e)&&(t=o.__x)&&(o.__x=null,typeof t=="function"?t():e(null)):e.current=t}catch(r){D.__e(r,n)}}function _o(e,t,n){var o,r,a,s;if(D.unmount&&D.unmount(e),!(o=e.ref)||o.current&&o.current!=e.__e||yo(o,null,t,e),o=e.__c){if(o.componentWillUnmount)try{o.componentWillUnmount()}catch(l){D.__e(l,t)}o.__P=o.__n=null}if(o=e.__k)for(s=0;s<o.length;s++)o[s]&&_o(o[s],t,typeof e.type!="function"||n&&!e.props.__P);!n&&(o=e.__c)&&(o=o.__z)&&(r=vn(o,a=[]))&&(o==e.__e&&a.some(Ze),Ze(r),Ze(o)),n||Ze(e.__e),e.__e=e.__c=e.__=null}function Nl(e,t,n){return this.constructor(e,n)}function xo(e,t){var n,o,r,a;D.__&&D.__(e,t),t.nodeType==9&&(t=t.documentElement),o=(n=e&&32&e.__u)?null:t.__k,t.__k=Mt(tt,{children:[e]}),r=[],a=[],$o(t,t.__k,o||$n,$n,t.namespaceURI,o?null:t.firstChild?bo.call(t.childNodes):null,r,o?o.__e:t.firstChild,n,a),ea(r,t.__k,a),t.__k.props.children=null}D={__e:function(e,t,n,o){for(var r,a,s;t=t.__;)if((r=t.__c)&&!(1&r.__g)){r.__g|=4;try{if((s=(a=r.constructor)&&a.getDerivedStateFromError)&&r.setState(a.getDerivedStateFromError(e)),r.componentDidCatch&&(r.componentDidCatch(e,o||{}),s=1),s&&8&r.__g)return void(r.__g|=2)}catch(l){e=l}}throw bn=0,e}},Wr=0,ho=function(e){return e!=null&&e.constructor===Pt},et.prototype.setState=function(e,t){var n=this.__s;n&&n!=this.state||(n=this.__s=Qe({},this.state)),typeof e=="function"&&(e=e(Qe({},n),this.props)),e&&(Qe(n,e),this.__v&&(t&&this.__k.push(t),qr(this)))},et.prototype.forceUpdate=function(e){this.__v&&(this.__g|=4,e&&this.__h.push(e),qr(this))},et.prototype.render=tt,De=[],bn=0,Vr=function(e,t){return e.__v.__b-t.__v.__b},gn=Symbol(),Xr=/(PointerCapture)$|Capture$/i,go=0,mo={},wl=0;var zt,K,wo,ta,ko=Object.is,_n=0,ua=[],So=[],X=D,na=X.__b,oa=X.__r,ra=X.diffed,aa=X.__c,sa=X.unmount,ia=X.__;function Co(e,t){X.__h&&X.__h(K,e,_n||t),_n=0;var n=K.__H||(K.__H={__:[],__h:[]});return e>=n.__.length&&n.__.push({}),n.__[e]}function E(e){return _n=1,El(fa,e)}function El(e,t,n){var o=Co(zt++,2);if(o.t=e,!o.__c&&(o.__=[n?n(t):fa(void 0,t),function(a){var s=(o.__N||o.__)[0],l=o.t(s,a);ko(s,l)||(o.__N=[l,o.__[1]],o.__c.setState({}))}],o.__c=K,!K.__f)){K.__f=!0;var r=K.shouldComponentUpdate;K.shouldComponentUpdate=function(a,s,l){var u=this.__H;if(!u)return!0;var c=!1,f=this.props!=a;if(u.__.some(function(p){p.__N&&(c=!0,ko(p.__[0],p.__N[0])||(f=!0))}),r){var b=r.call(this,a,s,l);return c?b||f:b}return!c||f}}return o.__}function z(e,t){var n=Co(zt++,3);!X.__s&&da(n.__H,t)&&(n.__P=!0,n.__=e,n.u=t,K.__H.__h.push(n))}function xe(e){return _n=5,xn(function(){return{current:e}},[])}function xn(e,t){var n=Co(zt++,7);return da(n.__H,t)&&(n.__=e(),n.__H=t),n.__}function zl(){var e;do{for(;e=So.shift();)try{Et(e)}catch(n){X.__e(n,{__:(e=e.__P)&&e.__v})}for(;e=ua.shift();){var t=e.__H;if(e.__P&&t)try{t.__h.some(Et),t.__h.some(To),t.__h=[]}catch(n){t.__h=[],X.__e(n,e.__v)}}}while(So.length)}X.__b=function(e){K=null,na&&na(e)},X.__=function(e,t){e&&t.__k&&t.__k.__m&&(e.__m=t.__k.__m),ia&&ia(e,t)},X.__r=function(e){oa&&oa(e),zt=0;var t=(K=e.__c).__H;t&&(wo==K?K.__h=[]:(t.__h.some(Et),t.__h.some(To),zt=0),t.__h=[],t.__.some(function(n){n.__N&&(n.__=n.__N),n.u=n.__N=void 0})),wo=K},X.diffed=function(e){ra&&ra(e);var t=e.__c;t&&t.__H&&(t.__H.__h.length&&ca(ua.push(t)),t.__H.__.some(function(n){n.u&&(n.__H=n.u)})),wo=K=null},X.__c=function(e,t){t.some(function(n){try{n.__h.some(Et),n.__h=n.__h.filter(function(o){return!o.__||To(o)})}catch(o){n.__h=[function(){throw o}]}}),aa&&aa(e,t)},X.unmount=function(e){sa&&sa(e);var t,n,o=e.__c;o&&o.__H&&(o.__H.__.some(function(r){try{if(r.__P&&r.__c){if(n===void 0){for(n=e.__;n&&(!n.__c||!n.__c.__P);)n=n.__;n=n&&n.__c}r.__P=n,ca(So.push(r))}else Et(r)}catch(a){t=a}}),o.__H=void 0,t&&X.__e(t,o.__v))};var la=typeof requestAnimationFrame=="function";function Al(e){var t,n=function(){clearTimeout(o),la&&cancelAnimationFrame(t),setTimeout(e)},o=setTimeout(n,35);la&&(t=requestAnimationFrame(n))}function ca(e){e!=1&&ta==X.requestAnimationFrame||((ta=X.requestAnimationFrame)||Al)(zl)}function Et(e){var t=K,n=e.__c;typeof n=="function"&&(e.__c=void 0,n()),K=t}function To(e){var t=K;e.__c=e.__(),K=t}function da(e,t){return!e||e.length!=t.length||t.some(function(n,o){return!ko(n,e[o])})}function fa(e,t){return typeof t=="function"?t(e):t}var Ll=Symbol.for("preact-signals");function Tn(){if(Pe>1)Pe--;else{var e,t=!1;for((function(){var r=kn;for(kn=void 0;r!==void 0;){var a=r.S;if(a.v===r.v)for(var s=a.t;s!==void 0;s=s.x)s.i===r.i&&(s.i=a.i);r=r.o}})();Lt!==void 0;){var n=Lt;for(Lt=void 0,wn++;n!==void 0;){var o=n.u;if(n.u=void 0,n.f&=-3,!(8&n.f)&&ma(n))try{n.c()}catch(r){t||(e=r,t=!0)}n=o}}if(wn=0,Pe--,t)throw e}}function pt(e){if(Pe>0)return e();Mo=++Ol,Pe++;try{return e()}finally{Tn()}}var At,j=void 0;function Ot(e){var t=j,n=At;j=void 0,At=void 0;try{return e()}finally{j=t,At=n}}var Lt=void 0,Pe=0,wn=0,Ol=0,Mo=0,kn=void 0,Sn=0;function pa(e){if(j!==void 0){var t=e.n;if(t===void 0||t.t!==j)return t={i:0,S:e,p:j.s,n:void 0,t:j,e:void 0,x:void 0,r:t},j.s!==void 0&&(j.s.n=t),j.s=t,e.n=t,32&j.f&&e.S(t),t;if(t.i===-1)return t.i=0,t.n!==void 0&&(t.n.p=t.p,t.p!==void 0&&(t.p.n=t.n),t.p=j.s,t.n=void 0,j.s.n=t,j.s=t),t}}function J(e,t){this.v=e,this.i=0,this.n=void 0,this.t=void 0,this.l=0,this.W=t?.watched,this.Z=t?.unwatched,this.name=t?.name}J.prototype.brand=Ll;J.prototype.h=function(){return!0};J.prototype.S=function(e){var t=this,n=this.t;n!==e&&e.e===void 0&&(e.x=n,this.t=e,n!==void 0?n.e=e:Ot(function(){var o;(o=t.W)==null||o.call(t)}))};J.prototype.U=function(e){var t=this;if(this.t!==void 0){var n=e.e,o=e.x;n!==void 0&&(n.x=o,e.e=void 0),o!==void 0&&(o.e=n,e.x=void 0),e===this.t&&(this.t=o,o===void 0&&Ot(function(){var r;(r=t.Z)==null||r.call(t)}))}};J.prototype.subscribe=function(e){var t=this;return ve(function(){var n=t.value;Ot(function(){return e(n)})},{name:"sub"})};J.prototype.valueOf=function(){return this.value};J.prototype.toString=function(){return this.value+""};J.prototype.toJSON=function(){return this.value};J.prototype.peek=function(){var e=this;return Ot(function(){return e.value})};Object.defineProperty(J.prototype,"value",{get:function(){var e=pa(this);return e!==void 0&&(e.i=this.i),this.v},set:function(e){if(e!==this.v){if(wn>100)throw new Error("Cycle detected");(function(n){Pe!==0&&wn===0&&n.l!==Mo&&(n.l=Mo,kn={S:n,v:n.v,i:n.i,o:kn})})(this),this.v=e,this.i++,Sn++,Pe++;try{for(var t=this.t;t!==void 0;t=t.x)t.t.N()}finally{Tn()}}}});function k(e,t){return new J(e,t)}function ma(e){for(var t=e.s;t!==void 0;t=t.n)if(t.S.i!==t.i||!t.S.h()||t.S.i!==t.i)return!0;return!1}function ha(e){for(var t=e.s;t!==void 0;t=t.n){var n=t.S.n;if(n!==void 0&&(t.r=n),t.S.n=t,t.i=-1,t.n===void 0){e.s=t;break}}}function ga(e){for(var t=e.s,n=void 0;t!==void 0;){var o=t.p;t.i===-1?(t.S.U(t),o!==void 0&&(o.n=t.n),t.n!==void 0&&(t.n.p=o)):n=t,t.S.n=t.r,t.r!==void 0&&(t.r=void 0),t=o}e.s=n}function nt(e,t){J.call(this,void 0,t),this.x=e,this.s=void 0,this.g=Sn-1,this.f=4}nt.prototype=new J;nt.prototype.h=function(){if(this.f&=-3,1&this.f)return!1;if((36&this.f)==32||(this.f&=-5,this.g===Sn))return!0;if(this.g=Sn,this.f|=1,this.i>0&&!ma(this))return this.f&=-2,!0;var e=j;try{ha(this),j=this;var t=this.x();(16&this.f||this.v!==t||this.i===0)&&(this.v=t,this.f&=-17,this.i++)}catch(n){this.v=n,this.f|=16,this.i++}return j=e,ga(this),this.f&=-2,!0};nt.prototype.S=function(e){if(this.t===void 0){this.f|=36;for(var t=this.s;t!==void 0;t=t.n)t.S.S(t)}J.prototype.S.call(this,e)};nt.prototype.U=function(e){if(this.t!==void 0&&(J.prototype.U.call(this,e),this.t===void 0)){this.f&=-33;for(var t=this.s;t!==void 0;t=t.n)t.S.U(t)}};nt.prototype.N=function(){if(!(2&this.f)){this.f|=6;for(var e=this.t;e!==void 0;e=e.x)e.t.N()}};Object.defineProperty(nt.prototype,"value",{get:function(){if(1&this.f)throw new Error("Cycle detected");var e=pa(this);if(this.h(),e!==void 0&&(e.i=this.i),16&this.f)throw this.v;return this.v}});function H(e,t){return new nt(e,t)}function va(e){var t=e.j;if(e.j=void 0,typeof t=="function"){Pe++;var n=j;j=void 0;try{t()}catch(o){throw e.f&=-2,e.f|=8,Po(e),o}finally{j=n,Tn()}}}function Po(e){for(var t=e.s;t!==void 0;t=t.n)t.S.U(t);e.x=void 0,e.s=void 0,va(e)}function Dl(e){if(j!==this)throw new Error("Out-of-order effect");ga(this),j=e,this.f&=-2;try{8&this.f&&Po(this)}finally{Tn()}}function mt(e,t){this.x=e,this.j=void 0,this.s=void 0,this.u=void 0,this.f=32,this.name=t?.name,At&&At.push(this)}mt.prototype.c=function(){var e=this.S();try{if(8&this.f||this.x===void 0)return;var t=this.x();typeof t=="function"&&(this.j=t)}finally{e()}};mt.prototype.S=function(){if(1&this.f)throw new Error("Cycle detected");this.f|=1,this.f&=-9,va(this),ha(this),Pe++;var e=j;return j=this,Dl.bind(this,e)};mt.prototype.N=function(){2&this.f||(this.f|=2,this.u=Lt,Lt=this)};mt.prototype.d=function(){this.f|=8,1&this.f||Po(this)};mt.prototype.dispose=function(){this.d()};function ve(e,t){var n=new mt(e,t);try{n.c()}catch(r){throw n.d(),r}var o=n.d.bind(n);return o[Symbol.dispose]=o,o}var ba,Mn,Cn,Bl=typeof window<"u"&&!!window.__PREACT_SIGNALS_DEVTOOLS__;var $a=[];ve(function(){ba=this.N})();function ht(e,t){D[e]=t.bind(null,D[e]||function(){})}function Dt(e){if(Cn){var t=Cn;Cn=void 0,t()}Cn=e&&e.S()}function ya(e){var t=this,n=e.data,o=Fl(n);o.name="ReactiveDom",o.value=n;var r=xn(function(){for(var l=t,u=t.__v;u=u.__;)if(u.__c){u.__c.__$f|=4;break}var c=H(function(){var d=o.value.value;return d===0?0:d===!0?"":d||""}),f=H(function(){return!Array.isArray(c.value)&&!ho(c.value)}),b=ve(function(){if(this.N=_a,f.value){var d=c.value;l.__v&&l.__v.__e&&l.__v.__e.nodeType===3&&(l.__v.__e.data=d)}}),p=t.__$u.d;return t.__$u.d=function(){b(),p.call(this)},[f,c]},[]),a=r[0],s=r[1];return a.value?s.peek():s.value}ya.displayName="ReactiveTextNode";Object.defineProperties(J.prototype,{constructor:{configurable:!0,value:Nt(tt,null).constructor},type:{configurable:!0,value:ya},props:{configurable:!0,get:function(){var e=this;return{data:{get value(){return e.value}}}}},__b:{configurable:!0,value:1}});ht("__b",function(e,t){if(Dt(),Mn=void 0,typeof t.type=="string"){var n,o=t.props;for(var r in o)if(r!=="children"){var a=o[r];a instanceof J&&(n||(t.__np=n={}),n[r]=a,o[r]=a.peek())}}e(t)});ht("__r",function(e,t){if(e(t),t.type!==tt){Dt();var n,o=t.__c;o&&(o.__$f&=-2,(n=o.__$u)===void 0&&(o.__$u=n=(function(r,a){var s;return ve(function(){s=this},{name:a}),s.c=r,s})((function(r){return function(){var a;Bl&&((a=this.y)==null||a.call(this)),r.__$f|=1,r.setState({})}})(o),typeof t.type=="function"?t.type.displayName||t.type.name:""))),Mn=o,Dt(n)}});ht("__e",function(e,t,n,o){Dt(),Mn=void 0,e(t,n,o)});ht("diffed",function(e,t){Dt(),Mn=void 0;var n;if(typeof t.type=="string"&&(n=t.__e)){var o=t.__np,r=t.props,a=n.U;if(a)for(var s in a){var l=a[s];l===void 0||o&&s in o||(l.d(),a[s]=void 0)}if(o){a||(a={},n.U=a);for(var u in o){var c=a[u],f=o[u];c===void 0?(c=Rl(n,u,f,r),a[u]=c):c.o(f,r)}}}e(t)});function Rl(e,t,n,o){var r=t in e&&e.ownerSVGElement===void 0,a=k(n);return{o:function(s,l){a.value=s,o=l},d:ve(function(){this.N=_a;var s=a.value.value;o[t]!==s&&(o[t]=s,r?e[t]=s:s!=null&&(s!==!1||t[4]==="-")?e.setAttribute(t,s):e.removeAttribute(t))})}}ht("unmount",function(e,t){if(typeof t.type=="string"){var n=t.__e;if(n){var o=n.U;if(o){n.U=void 0;for(var r in o){var a=o[r];a&&a.d()}}}var s=t.__np;if(s){var l=t.props;for(var u in s)l[u]=s[u]}t.__np=void 0}else{var c=t.__c;if(c){c.__$f|=8;var f=c.__$u;f&&(c.__$u=void 0,f.d())}}e(t)});ht("__h",function(e,t,n,o){o<3&&(t.__$f|=2),e(t,n,o)});et.prototype.shouldComponentUpdate=function(e,t){if(this.__R)return!0;var n=this.__$u,o=n&&n.s!==void 0;for(var r in t)return!0;if(this.__f||typeof this.u=="boolean"&&this.u===!0){var a=2&this.__$f;if(!(o||a||4&this.__$f)||1&this.__$f)return!0}else if(!(o||4&this.__$f)||3&this.__$f)return!0;for(var s in e)if(s!=="__source"&&e[s]!==this.props[s])return!0;for(var l in this.props)if(!(l in e))return!0;return!1};function Fl(e,t){return xn(function(){return k(e,t)},[])}var Il=function(e){queueMicrotask(function(){queueMicrotask(e)})};function jl(){pt(function(){for(var e;e=$a.shift();)ba.call(e)})}function _a(){$a.push(this)===1&&(D.requestAnimationFrame||Il)(jl)}var wa=function(e,t,n,o){var r;t[0]=0;for(var a=1;a<t.length;a++){var s=t[a++],l=t[a]?(t[0]|=s?1:2,n[t[a++]]):t[++a];s===3?o[0]=l:s===4?o[1]=Object.assign(o[1]||{},l):s===5?(o[1]=o[1]||{})[t[++a]]=l:s===6?o[1][t[++a]]+=l+"":s?(r=e.apply(l,wa(e,l,n,["",null])),o.push(r),l[0]?t[0]|=2:(t[a-2]=0,t[a]=r)):o.push(l)}return o},xa=new Map;function ka(e){var t=xa.get(this);return t||(t=new Map,xa.set(this,t)),(t=wa(this,t.get(e)||(t.set(e,t=(function(n){for(var o,r,a=1,s="",l="",u=[0],c=function(p){a===1&&(p||(s=s.replace(/^\s*\n\s*|\s*\n\s*$/g,"")))?u.push(0,p,s):a===3&&(p||s)?(u.push(3,p,s),a=2):a===2&&s==="..."&&p?u.push(4,p,0):a===2&&s&&!p?u.push(5,0,!0,s):a>=5&&((s||!p&&a===5)&&(u.push(a,0,s,r),a=6),p&&(u.push(a,p,0,r),a=6)),s=""},f=0;f<n.length;f++){f&&(a===1&&c(),c(f));for(var b=0;b<n[f].length;b++)o=n[f][b],a===1?o==="<"?(c(),u=[u],a=3):s+=o:a===4?s==="--"&&o===">"?(a=1,s=""):s=o+s[0]:l?o===l?l="":s+=o:o==='"'||o==="'"?l=o:o===">"?(c(),a=1):a&&(o==="="?(a=5,r=s,s=""):o==="/"&&(a<5||n[f][b+1]===">")?(c(),a===3&&(u=u[0]),a=u,(u=u[0]).push(2,0,a),a=0):o===" "||o==="	"||o===`
`||o==="\r"?(c(),a=2):s+=o),a===3&&s==="!--"&&(a=4,u=u[0])}return c(),u})(e)),t),arguments,[])).length>1?t:t[0]}var i=ka.bind(Nt);var Hl=/[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e007f}]/gu,T=e=>String(e??"").replace(Hl,t=>`\\u{${t.codePointAt(0).toString(16).toUpperCase()}}`);var Y="/api/v1",Ne=encodeURIComponent;function Bt(e){let t=Object.entries(e).filter(([,n])=>n);return t.length?"?"+new URLSearchParams(t):""}var y={node:()=>`${Y}/node`,readyz:()=>"/readyz?verbose",p2pStart:()=>`${Y}/p2p/start`,p2pStop:()=>`${Y}/p2p/stop`,peers:(e={})=>`${Y}/peers${Bt(e)}`,peer:e=>`${Y}/peers/${Ne(e)}`,peerPing:e=>`${Y}/peers/${Ne(e)}/ping`,peerBan:e=>`${Y}/peers/${Ne(e)}/ban`,peerUnban:e=>`${Y}/peers/${Ne(e)}/unban`,discovery:()=>`${Y}/discovery`,topology:()=>`${Y}/topology`,events:(e={})=>`${Y}/events${Bt(e)}`,blobs:(e={})=>`${Y}/blobs${Bt(e)}`,blob:(e,t={})=>`${Y}/blobs/${Ne(e)}${Bt(t)}`,blobTicket:e=>`${Y}/blobs/${Ne(e)}/ticket`,blobVerify:e=>`${Y}/blobs/${Ne(e)}/verify`,tag:e=>`${Y}/tags/${Ne(e)}`,limits:()=>`${Y}/limits`,schedules:()=>`${Y}/schedules`,transfers:(e={})=>`${Y}/transfers${Bt(e)}`,transfer:e=>`${Y}/transfers/${Ne(e)}`};var No=["blob_added","blob_removed","blob_state","transfer","tag","peer","discovery","p2p","task_error","reset"],Re=k("waiting"),Eo=()=>{},gt="BroadcastChannel"in self?new BroadcastChannel("firn-events"):null;function Ul(e){let t=Re.value;Re.value=e,e==="live"&&t==="lost"&&Eo("reset",{})}function Pn(e){gt?.postMessage(e),Ta(e)}function Ta(e){e.connection?Ul(e.connection):e.type&&Eo(e.type,e.data,e.id)}function Sa(){let e,t=()=>{e=new EventSource(y.events()),e.onopen=()=>Pn({connection:"live"}),e.onerror=()=>{Pn({connection:"lost"}),e.readyState===EventSource.CLOSED&&setTimeout(t,2e3)};for(let n of No)e.addEventListener(n,o=>{try{let r=o.lastEventId;Pn({type:n,data:JSON.parse(o.data),id:r})}catch{}})};Re.value==="live"&&Pn({connection:"lost"}),t(),gt?.addEventListener("message",({data:n})=>{n.ask&&gt.postMessage({connection:Re.value})})}function Ca(e){if(Eo=e,!gt||!navigator.locks){Sa();return}gt.addEventListener("message",({data:t})=>Ta(t)),gt.postMessage({ask:!0}),navigator.locks.request("firn-events",()=>(Sa(),new Promise(()=>{})))}var Fe=class extends Error{constructor(t,n){super(n.detail||n.title||`HTTP status ${t}`),this.status=t,this.code=n.code||"",this.hint=n.hint||"",this.requestId=n.request_id||""}},zo=()=>new Fe(0,{code:"unreachable",detail:"The node does not answer.",hint:"Is firnd still running? This page goes on by itself when it is back."});async function Ma(e){let t={};try{t=await e.json()}catch{}return new Fe(e.status,t??{})}async function Pa(e,t,n,o){let r={method:e,headers:{Accept:"application/json",...o}};n!==void 0&&(r.headers["Content-Type"]="application/json",r.body=JSON.stringify(n));let a;try{a=await fetch(t,r)}catch{throw zo()}if(!a.ok)throw await Ma(a);return a}async function Na(e){if(e.status===204)return null;try{return await e.json()}catch{throw new Fe(e.status,{detail:"The answer was cut off or is not JSON."})}}var P=async(e,t,n)=>Na(await Pa(e,t,n));async function Ao(e,t,n,o){let a=await Pa(e,t,n,o?{"If-Match":o}:{});return{json:await Na(a),version:a.headers.get("ETag")??""}}async function Ea(e){let t;try{t=await fetch(e)}catch{throw zo()}if(!(t.headers.get("Content-Type")??"").startsWith("text/plain"))throw await Ma(t);return t.text()}var ql=e=>e.slice(0,1).arrayBuffer().then(()=>!0,()=>!1),Gl=()=>new Fe(0,{code:"unreadable",detail:"The browser cannot read it.",hint:"Is it a folder, or was it changed or removed since it was chosen?"});function za(e,t,n){let o=new XMLHttpRequest,r=new Promise((a,s)=>{let l=()=>{try{return JSON.parse(o.responseText)??{}}catch{return{}}};o.upload.onprogress=u=>n(u.loaded),o.onload=()=>{o.status>=200&&o.status<300?a(l()):s(new Fe(o.status,l()))},o.onerror=async()=>s(await ql(t)?zo():Gl()),o.onabort=()=>s(new Fe(0,{code:"cancelled",detail:"Stopped."}))});return o.open("POST",e),o.setRequestHeader("Content-Type","application/octet-stream"),o.send(t),{done:r,abort:()=>o.abort()}}function se(e,t){let n=0,o=0,r=!1,a=!1,s=c=>{clearTimeout(o),o=n?setTimeout(l,c):0};async function l(){r||document.hidden||(r=!0,a=!1,await e(),r=!1,s(a?400:t))}document.addEventListener("visibilitychange",()=>{!document.hidden&&n&&l()});let u=()=>{n--,n||clearTimeout(o)};return{changed(){n&&!a&&(a=!0,r||s(400))},now:l,watch(){return n++,l(),u},watchLater(){return n++,s(t),u}}}var $e=k(null),Ie=k(null),ce=k(Date.now()),Aa=0;async function ot(){try{$e.value=await P("GET",y.node()),Ie.value=null,Aa=Date.now()-$e.value.uptime_s*1e3}catch(e){Ie.value=e}}var La=se(ot,1e4),Oa=La.watchLater,Da=La.changed,Ba=()=>(ce.value-Aa)/1e3;setInterval(()=>{ce.value=Date.now()},1e3);var Wl=50,Vl=250,Do=k(null),Rt=k(null),je=k({state:"",tag:""}),He=k([""]),Bo=k(null),Ra=H(()=>He.value.length),Ro=H(()=>Bo.value!=null),Nn=H(()=>He.value.length>1),Fa=H(()=>je.value.state!==""||je.value.tag!==""),Lo=0;async function Ue(){let e=++Lo,t=He.value.at(-1);try{let n=await P("GET",y.blobs({limit:Wl,cursor:t,...je.value}));if(e!==Lo)return;pt(()=>{Do.value=n.items,Bo.value=n.next,Rt.value=null}),!n.items.length&&Nn.value&&Fo()}catch(n){e===Lo&&(Rt.value=n)}}function Ia(){return He.value=[...He.value,Bo.value],Ue()}function Fo(){return He.value=He.value.slice(0,-1),Ue()}function En(e){return pt(()=>{je.value={...je.value,...e},He.value=[""]}),Ue()}var Oo=0;function rt(){Oo||(Oo=setTimeout(()=>{Oo=0,Ue()},Vl))}var zn=500,Xl=200,we=k([]),vt=k(""),bt=k(!1),ja=1,Ft=[];function Ha(e,t,n){let o={n:ja++,at:Date.now(),type:e,data:t,id:n};bt.value?Ft=[o,...Ft].slice(0,zn):we.value=[o,...we.value].slice(0,zn)}function Ua(e){bt.value=e,!e&&(we.value=[...Ft,...we.value].slice(0,zn),Ft=[])}function qa(){Ft=[],we.value=[]}var jo=H(()=>vt.value?we.value.filter(e=>e.type===vt.value):we.value);function Yl(e,t){let[n,o]=e.split("-");return`${n}-${Math.max(0,Number(o)-t)}`}var Io=!1;async function Ga(){if(!Io){Io=!0;try{let e=await P("GET",y.events({wait:"0"})),t=await P("GET",y.events({since:Yl(e.next,Xl),wait:"0"})),n=new Set(we.value.map(r=>r.id)),o=t.events.filter(r=>!n.has(r.id)).reverse().map(r=>({n:ja++,at:0,...r}));we.value=[...we.value,...o].slice(0,zn)}catch{Io=!1}}}var Kl=/^\[([+!-])\](\S+) (.*)$/,Jl={"+":"well","!":"degraded","-":"failed"};function Wa(e){return e.split(`
`).flatMap(t=>{let n=Kl.exec(t);if(!n)return[];let[,o,r,a]=n;return[{name:r,state:Jl[o],text:a.replace(/^(failed|degraded): /,"")}]})}var An=k(null),It=k(null);async function Zl(){try{An.value=Wa(await Ea(y.readyz())),It.value=null}catch(e){It.value=e}}var Ho=se(Zl,1e4),Ln=Ho.changed,Va=Ho.watch;async function Xa(e){try{await P("POST",e?y.p2pStart():y.p2pStop())}finally{ot(),Ho.now()}}var On=[{name:"overview",title:"Overview",href:"#/"},{name:"topology",title:"Topology",href:"#/topology"},{name:"peers",title:"Peers",href:"#/peers"},{name:"transfers",title:"Transfers",href:"#/transfers"},{name:"limits",title:"Limits",href:"#/limits"},{name:"events",title:"Events",href:"#/events"}];function Ya(){let[,e,t]=location.hash.split("/");return{page:On.find(o=>o.name===e)??On[0],id:/^[0-9a-f]{64}$/.test(t??"")?t:""}}var Q=k(Ya());addEventListener("hashchange",()=>{Q.value=Ya()});var ee=(e,t)=>`#/${e}${t?`/${t}`:""}`;function Dn(e,t){location.hash=ee(e,t)}var Ql=5e3,ec=2e3,tc=1e3,at=k(null),Go=k(!1),Bn=k(null),Ee=k(""),jt=k({key:"state",isDown:!1}),Uo=0;async function nc(){let e=++Uo;try{let t=await P("GET",y.peers({limit:tc}));if(e!==Uo)return;at.value=t.items,Go.value=t.next!=null,Bn.value=null}catch(t){e===Uo&&(Bn.value=t)}}var oc=H(()=>new Map((at.value??[]).map(e=>[e.id,e.name]))),Rn=e=>oc.value.get(e)??"",Wo=se(nc,Ql),yt=Wo.now,Fn=Wo.watch,In=k(null),$t=k(null);async function rc(){let{id:e}=Q.value;if(e)try{let t=await P("GET",y.peer(e));if(e!==Q.value.id)return;In.value=t,$t.value=null}catch(t){e===Q.value.id&&($t.value=t)}}var Vo=se(rc,ec),jn=Vo.now,Ja=()=>(In.value=null,$t.value=null,Vo.watch()),Hn=k(null),Ht=k(null);async function ac(){try{Hn.value=(await P("GET",y.discovery())).sources,Ht.value=null}catch(e){Ht.value=e}}var Xo=se(ac,1e4),Za=Xo.watch,Qa=Xo.changed;function Yo(){Wo.changed(),Vo.changed(),Xo.changed()}var sc={connected:0,connecting:1,disconnecting:2,failed:3,disconnected:4},qo={state:e=>sc[e.state]??9,name:e=>`${e.name?0:1}${e.name??""} ${e.id}`,rtt:e=>e.rtt_ms,loss:e=>e.loss,rx:e=>e.rx_bps,tx:e=>e.tx_bps,score:e=>e.score,reputation:e=>e.reputation,reconnects:e=>e.reconnects};function Ka(e,t,n){if(e==null||t==null)return(e==null)-(t==null);let o=e<t?-1:+(e>t);return n?-o:o}var es=H(()=>{if(!at.value)return null;let{key:e,isDown:t}=jt.value,n=qo[e],o=Ee.value==="banned"?r=>r.banned:r=>!Ee.value||r.state===Ee.value;return at.value.filter(o).sort((r,a)=>Ka(n(r),n(a),t)||Ka(qo.name(r),qo.name(a),!1))});function ts(e){let t=jt.value;jt.value=t.key===e?{key:e,isDown:!t.isDown}:{key:e,isDown:["rx","tx","score","reconnects"].includes(e)}}var ns=H(()=>{if(!at.value)return null;let e={known:at.value.length,banned:0};for(let t of at.value)e[t.state]=(e[t.state]??0)+1,t.banned&&e.banned++;return e});var rs=()=>({nodes:new Map,links:new Map}),as=({from:e,to:t})=>e<t?`${e} ${t}`:`${t} ${e}`;function ic(e){let t=0;for(let n=0;n<e.length;n++)t=t*31+e.charCodeAt(n)>>>0;return t/2**32*2*Math.PI}function os(e,t,n){let o=!1;for(let[r,a]of e)t.has(r)||a.goneAt||(a.goneAt=n,o=!0);return o}function lc(e,t,n){let o=e.nodes.get(t.id);if(o){let a=o.goneAt!==0;return Object.assign(o,{data:t,goneAt:0}),a}let r={id:t.id,data:t,links:[],degree:0,goneAt:0};return e.nodes.set(t.id,r),n.push(r),!0}function cc(e,t){let n=as(t),o=e.links.get(n);if(o){let s=o.goneAt!==0;return Object.assign(o,{data:t,goneAt:0}),s}let r=e.nodes.get(t.from),a=e.nodes.get(t.to);return!r||!a||r===a?!1:(e.links.set(n,{key:n,source:r,target:a,data:t,goneAt:0}),!0)}function ss(e){for(let t of e.nodes.values())t.links=[],t.degree=0;for(let t of e.links.values())for(let n of[t.source,t.target])n.links.push(t),t.goneAt||n.degree++}var Ut=(e,t)=>e.source===t?e.target:e.source;function uc(e){let t=e;for(;;){let n=[];for(let o of t){let r=o.links.map(a=>Ut(a,o)).find(a=>a.x!==void 0);if(!r)n.push(o);else{let a=ic(o.id);o.x=r.x+40*Math.cos(a),o.y=r.y+40*Math.sin(a)}}if(!n.length||n.length===t.length){t=n;break}t=n}t.sort((n,o)=>o.degree-n.degree).forEach((n,o)=>{let r=14*Math.sqrt(o+.5),a=o*Math.PI*(3-Math.sqrt(5));n.x=r*Math.cos(a),n.y=r*Math.sin(a)})}function is(e,{nodes:t,links:n},o){let r=[],a=new Set,s=new Set,l=!1;for(let u of t)a.add(u.id),l=lc(e,u,r)||l;for(let u of n)s.add(as(u)),l=cc(e,u)||l;return l=os(e.nodes,a,o)||l,l=os(e.links,s,o)||l,l&&ss(e),uc(r),l}function ls(e,t){let n=r=>r.goneAt&&t-r.goneAt>=6e3,o=!1;for(let[r,a]of e.links)(n(a)||n(a.source)||n(a.target))&&(e.links.delete(r),o=!0);for(let[r,a]of e.nodes)n(a)&&(e.nodes.delete(r),o=!0);return o&&ss(e),o}var cs=e=>[...e.links.values(),...e.nodes.values()].some(t=>t.goneAt),us=e=>e.goneAt!==0||e.source.goneAt!==0||e.target.goneAt!==0||e.source.data.state==="lost"||e.target.data.state==="lost";var dc=4e3,ye=rs(),ke=k(0),qt=k(0),_t=k(null),Un=k(null),_e=k(!1),qn=k("");function fs(e){ke.value++,e&&qt.value++}var ds=0;function ps(){clearTimeout(ds),cs(ye)&&(ds=setTimeout(()=>{!_e.value&&ls(ye,Date.now())&&fs(!0),ps()},500))}async function fc(){if(!_e.value)try{let e=await P("GET",y.topology());if(_e.value)return;fs(is(ye,e,Date.now())),Un.value=e.generated_at,_t.value=null,ps()}catch(e){_t.value=e}}var Ko=se(fc,dc),Jo=Ko.now,Zo=Ko.changed,ms=Ko.watch;function hs(e){_e.value=e,e||Jo()}var qe=H(()=>(ke.value,[...ye.nodes.values()])),Qo=H(()=>(ke.value,[...ye.links.values()])),xt=(e,t)=>!t||e.id.startsWith(t)||(e.data.name??"").toLowerCase().includes(t),Gn=H(()=>qn.value.trim().toLowerCase());var bs=100,pc=1e3,Gt=k(null),Wt=k(null),mc=new Set(["completed","failed","cancelled"]),pe=e=>mc.has(e.state),hc={running:0,queued:1,paused:2},gs=e=>hc[e.state]??3,vs=e=>e.position||1/0,Ge=H(()=>Gt.value?[...Gt.value.values()].sort((e,t)=>gs(e)-gs(t)||vs(e)-vs(t)||0||(t.created??"").localeCompare(e.created??"")):null),tr=H(()=>(Ge.value??[]).filter(e=>e.state==="running").reduce((e,t)=>e+(t.rate_bps||0),0)),nr=k(!1);async function gc(){let e=await P("GET",y.transfers({limit:bs}));if(nr.value=e.next!=null,e.next==null)return e.items;let t=await Promise.all(["running","queued","paused"].map(n=>P("GET",y.transfers({state:n,limit:pc}))));return[...e.items,...t.flatMap(n=>n.items)]}var er=new Set;async function Vt(){let e=new Map;er.add(e);try{let t=new Map((await gc()).map(n=>[n.id,n]));for(let n of e.values())$s(t,n);Gt.value=t,Wt.value=null}catch(t){Wt.value=t}finally{er.delete(e)}}function $s(e,t){let n=e.get(t.id);n&&pe(n)&&!pe(t)||(e.set(t.id,t),pe(t)&&vc(e))}function Xt(e){for(let n of er)n.set(e.id,e);let t=new Map(Gt.value??[]);$s(t,e),Gt.value=t}function vc(e){let t=[...e.values()].filter(pe);if(t.length<=bs*2)return;let n=t.reduce((o,r)=>!o||r.created<o.created?r:o,null);n&&e.delete(n.id)}var bc=H(()=>new Map((Ge.value??[]).filter(e=>e.state==="running"&&e.format!=="hash_seq").map(e=>[e.hash,e.bytes_done]))),ys=e=>Math.max(e.held_bytes,bc.value.get(e.hash)??0),_s=e=>(Ge.value??[]).filter(t=>e.includes(t.state)),xs=se(Vt,5e3),ws=xs.watch;async function ks(e,t){Xt(await P("PATCH",y.transfer(e),t)),xs.changed()}function or(){ot(),Ue(),Vt()}function Ss(){Da(),Yo(),Zo()}function $c(){Ln(),Ss()}var yc=new Set(["blob_added","blob_removed","blob_state","tag"]);function _c(e,t,n){Ha(e,t,n),e==="transfer"?Xt(t):yc.has(e)?rt():e==="peer"?Ss():e==="p2p"?$c():e==="discovery"?(Qa(),Ln()):e==="reset"&&(or(),Ln(),Yo(),Zo())}function xc(){let e=(Ge.value??[]).filter(n=>!pe(n)).length,t=T($e.value?.name);document.title=`${e?`${e} ↓ `:""}${t?`${t} · `:""}Firn`}function Ts(){ve(xc),or(),Ca(_c),setInterval(()=>{Ie.value&&Re.value!=="live"&&or()},3e3)}var Wn=k(null);function me(e){return new Promise(t=>{Wn.value={...e,resolve:t}})}function rr(e){let{resolve:t}=Wn.value;Wn.value=null,t(e)}function Cs(){let e=xe(null),t=Wn.value;return z(()=>{t&&e.current.showModal()},[t]),t?i`
    <dialog ref=${e} class="dialog" aria-labelledby="dialog-title"
      onCancel=${o=>{o.preventDefault(),rr(null)}}>
      <form onSubmit=${o=>{o.preventDefault(),rr(Object.fromEntries(new FormData(o.target)))}}>
        <h2 id="dialog-title">${t.title}</h2>
        ${t.body}
        <div class="dialog-actions">
          <button type="button" class="button" onClick=${()=>rr(null)}>
            ${t.cancel??"Cancel"}</button>
          <button type="submit"
            class=${t.danger?"button danger":"button primary"}>
            ${t.confirm}</button>
        </div>
      </form>
    </dialog>`:null}var wc=2,he=k([]),kc=1;function Yt(e,t){he.value=he.value.map(n=>n.id===e?{...n,...t}:n)}function ar(e){let t=[...e].map(n=>({id:kc++,file:n,name:n.name,size:n.size,state:"waiting",done:0,abort:null,problem:null,result:null}));he.value=[...he.value,...t],Vn()}function Vn(){let e=he.value.filter(t=>t.state==="running").length;he.value.filter(t=>t.state==="waiting").slice(0,Math.max(0,wc-e)).forEach(Sc)}async function Sc({id:e,file:t}){let{done:n,abort:o}=za(y.blobs(),t,r=>Yt(e,{done:r}));Yt(e,{state:"running",abort:o});try{let r=await n;Yt(e,{state:"done",done:t.size,result:r,file:null})}catch(r){let a=r.code==="cancelled"?"cancelled":"failed";Yt(e,{state:a,problem:r})}Vn()}function Ms(e){Yt(e,{state:"waiting",done:0,problem:null}),Vn()}function Ps(e){he.value.find(t=>t.id===e)?.abort?.(),he.value=he.value.filter(t=>t.id!==e),Vn()}var st=e=>e.state!=="running"&&e.state!=="waiting";function Ns(){he.value=he.value.filter(e=>!st(e))}addEventListener("beforeunload",e=>{he.value.some(t=>!st(t))&&e.preventDefault()});var Tc={copy:"M6 6V3.5h6.5V10H10M3.5 6H10v6.5H3.5z",download:"M8 2.5v7.5M4.8 7L8 10.2 11.2 7M3 13.5h10",upload:"M8 10.5V3M4.8 6L8 2.8 11.2 6M3 13.5h10",more:"M3.4 8h.1M8 8h.1M12.6 8h.1",close:"M4 4l8 8M12 4l-8 8",sun:"M8 5.2a2.8 2.8 0 100 5.6 2.8 2.8 0 000-5.6zM8 1.5v1.3M8 13.2v1.3M1.5 8h1.3M13.2 8h1.3M3.4 3.4l.9.9M11.7 11.7l.9.9M3.4 12.6l.9-.9M11.7 4.3l.9-.9",moon:"M13 9.6A5.4 5.4 0 016.4 3a5.4 5.4 0 106.6 6.6z",auto:"M2.5 3.5h11v7h-11zM6 13.5h4M8 10.5v3",plus:"M8 3.5v9M3.5 8h9",minus:"M3.5 8h9",fit:"M3 6V3h3M10 3h3v3M13 10v3h-3M6 13H3v-3",check:"M3.5 8.5l3 3 6-7"},oe=({name:e})=>i`
  <svg class=${`icon icon-${e}`} viewBox="0 0 16 16" aria-hidden="true" focusable="false">
    <path d=${Tc[e]} />
  </svg>`,Es=()=>i`
  <svg class="logo" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
    <path d="M16 5.5v21M6.9 10.75l18.2 10.5M25.1 10.75L6.9 21.25" />
    <path d="M12.8 7.6L16 10.4l3.2-2.8M12.8 24.4l3.2-2.8 3.2 2.8" />
  </svg>`;var Yn=k(!1),Xn=e=>e.dataTransfer?.types.includes("Files");function Cc(){let e=0,a={dragover:s=>{Xn(s)&&s.preventDefault()},dragenter:s=>{Xn(s)&&(Yn.value=++e>0)},dragleave:s=>{Xn(s)&&(Yn.value=--e>0)},drop:s=>{e=0,Yn.value=!1,Xn(s)&&(s.preventDefault(),ar(s.dataTransfer.files))}};for(let[s,l]of Object.entries(a))addEventListener(s,l);return()=>{for(let[s,l]of Object.entries(a))removeEventListener(s,l)}}function zs(){return z(Cc,[]),Yn.value&&i`
    <div class="drop-zone" aria-hidden="true">
      <p><${oe} name="upload" /> Drop to store in this node</p>
    </div>`}var As=()=>i`
  <label class="button primary file-button">
    <${oe} name="upload" />Add files
    <input type="file" multiple onChange=${e=>{ar(e.target.files),e.target.value=""}} />
  </label>`;var Ls=["B","KiB","MiB","GiB","TiB","PiB"],Mc=["bit","kbit","Mbit","Gbit","Tbit","Pbit"];function sr(e,t,n){let o=0;for(;e>=t&&o<n.length-1;)e/=t,o++;let r=o===0||e>=100?0:e>=10?1:2,a=10**r;return`${(Math.floor(e*a)/a).toFixed(r)} ${n[o]}`}var O=e=>e==null?"unknown size":sr(e,1024,Ls),ge=e=>e==null?"":`${e.toLocaleString("en-US")} bytes`,be=(e,t)=>(t?sr(e*8,1e3,Mc):sr(e,1024,Ls))+"/s";function Se(e,t){return t==null?null:e>=t?100:Math.min(99,Math.floor(e/t*100))}function re(e){let t=Math.max(0,Math.floor(e));return t<60?`${t} s`:t<3600?`${Math.floor(t/60)} min ${t%60} s`:t<86400?`${Math.floor(t/3600)} h ${Math.floor(t%3600/60)} min`:`${Math.floor(t/86400)} d ${Math.floor(t%86400/3600)} h`}var A=e=>`${e.slice(0,10)}…${e.slice(-6)}`,ie=(e,t,n=t+"s")=>`${e.toLocaleString("en-US")} ${e===1?t:n}`;function le(e){return e==null?"–":e<.1?"< 0.1 ms":`${e<10?e.toFixed(1):Math.round(e)} ms`}function ze(e){if(e==null)return"–";let t=e*100;return t===0?"0 %":t<.1?"< 0.1 %":`${t<10?t.toFixed(1):Math.round(t)} %`}var Ae=(e,t)=>e==null?"–":be(e,t);function Te(e,t){if(!e)return"never";let n=(t-Date.parse(e))/1e3;return n<1?"just now":`${re(n)} ago`}function Os(e,t,n){let o=t;try{let a=localStorage.getItem(e);n.includes(a)&&(o=a)}catch{}let r=k(o);return ve(()=>{try{localStorage.setItem(e,r.value)}catch{}}),r}var wt=Os("firn.theme","auto",["auto","light","dark"]),B=Os("firn.units","bytes",["bytes","bits"]);ve(()=>{document.documentElement.dataset.theme=wt.value});var Pc={waiting:["idle","Connecting"],live:["good","Live"],lost:["bad","No contact"]},Nc={auto:{next:"light",icon:"auto",name:"as the system"},light:{next:"dark",icon:"sun",name:"light"},dark:{next:"auto",icon:"moon",name:"dark"}};function Ec(){let[e,t]=Pc[Re.value];return i`
    <span class=${`pill ${e}`} role="status">
      <span class="dot"></span>${t}</span>`}function zc(){let e=B.value==="bits";return i`
    <button type="button" class="button small" aria-pressed=${String(e)}
      title="Show rates in bytes or in bits a second"
      onClick=${()=>{B.value=e?"bytes":"bits"}}>
      ${e?"bit/s":"byte/s"}</button>`}function Ac(){let{next:e,icon:t,name:n}=Nc[wt.value];return i`
    <button type="button" class="button bare"
      title=${`Colours: ${n}`} aria-label=${`Colours: ${n}. Change`}
      onClick=${()=>{wt.value=e}}><${oe} name=${t} /></button>`}var Lc=()=>i`
  <nav class="pages" aria-label="Pages">
    ${On.map(e=>i`
      <a key=${e.name} href=${e.href}
        aria-current=${e===Q.value.page?"page":void 0}>
        ${e.title}</a>`)}
  </nav>`,Ds=()=>i`
  <header class="top">
    <h1 class="brand"><${Es} />Firn</h1>
    <span class="node-name">${T($e.value?.name)}</span>
    <${Lc} />
    <span class="spring"></span>
    ${tr.value>0&&i`
      <span class="total-rate" title="Coming in now">
        ↓ ${be(tr.value,B.value==="bits")}</span>`}
    <${Ec} />
    <${zc} />
    <${Ac} />
  </header>`;var kt=k([]),Oc=1;function Bs(e,t,n,o){let r=Oc++;kt.value=[...kt.value.slice(-3),{id:r,kind:e,text:t,hint:n}],o&&setTimeout(()=>ir(r),o)}function ir(e){kt.value=kt.value.filter(t=>t.id!==e)}var U=e=>Bs("info",e,"",4e3),ae=(e,t)=>Bs("error",`${t}: ${e.message}`,e.hint??"",0);var Rs=()=>i`
  <div class="notices" role="status" aria-live="polite">
    ${kt.value.map(e=>i`
      <div key=${e.id} class=${`notice ${e.kind}`}>
        <div>
          <p>${T(e.text)}</p>
          ${e.hint&&i`<p class="muted">${e.hint}</p>`}
        </div>
        <button type="button" class="button bare" aria-label="Dismiss"
          onClick=${()=>ir(e.id)}><${oe} name="close" /></button>
      </div>`)}
  </div>`;var Kn=e=>/^[\w./:=@%?&+,-]+$/.test(e)&&!/[?&]/.test(e)?e:`'${String(e).replaceAll("'","'\\''")}'`;function N(e,t,{body:n,file:o,output:r}={}){let a=["curl"];return e!=="GET"&&!o&&!(e==="POST"&&n)&&a.push("-X",e),n&&a.push("--json",Kn(JSON.stringify(n))),o&&a.push("-T",Kn(o)),r&&a.push("-o",Kn(r)),a.push(Kn(location.origin+t)),a.join(" ")}function Dc(e){let t=document.createElement("textarea");t.value=e,t.readOnly=!0,t.className="offscreen";let n=document.activeElement;document.body.append(t),t.select();let o=document.execCommand("copy");return t.remove(),n?.focus(),o}async function Fs(e){try{return await navigator.clipboard.writeText(e),!0}catch{return Dc(e)}}async function Z(e,t){await Fs(e)?U(`${t} copied`):ae(new Error("the browser does not allow it; select the text instead"),`Copying ${t.toLowerCase()}`)}function I({text:e,what:t,label:n}){let[o,r]=E(!1);return i`
    <button type="button" class=${n?"button small":"button bare"}
      onClick=${async()=>{await Z(e,t),r(!0),setTimeout(()=>r(!1),1500)}} title=${`Copy ${t.toLowerCase()}`}
      aria-label=${`Copy ${t.toLowerCase()}`}>
      <${oe} name=${o?"check":"copy"} />${n}
    </button>`}var Kt=e=>e.hash?A(e.hash):"",Bc=e=>T(e.name)||(e.id?A(e.id):""),Rc={blob_added:e=>`${Kt(e)} added, ${O(e.size)}`,blob_state:e=>`${Kt(e)} is ${e.state}`,blob_removed:e=>`${Kt(e)} removed`,tag:e=>`${e.name} ${e.hash?`names ${Kt(e)}`:"is gone"}`,transfer:e=>`${Kt(e)} ${e.state}`+(e.size?`, ${Se(e.bytes_done,e.size)} %`:"")+(e.error?`: ${e.error.detail}`:""),peer:e=>`${Bc(e)}: ${e.news==="state"?e.state:e.news}`+(e.reason?`, ${e.reason}`:""),discovery:e=>`${e.source}: ${e.state}`+(e.error?`, ${e.error}`:""),p2p:e=>`the engine: ${e.state}`+(e.error?`, ${e.error}`:""),task_error:e=>`${e.task}: ${e.text}`,reset:e=>`events were lost${e.reason?`: ${e.reason}`:""}`},Fc=e=>["reset","task_error"].includes(e.type)||e.data.state==="failed",Ic=e=>new Date(e).toLocaleTimeString(),jc=({e})=>i`
  <li class="event" data-type=${e.type}>
    <span class="num muted">${e.at?Ic(e.at):"before"}</span>
    <span class=${`state ${Fc(e)?"bad":""}`}>${e.type}</span>
    <details><summary>${T(Rc[e.type]?.(e.data)??"")}</summary>
      <pre>${e.id?`id ${e.id}
`:""}${JSON.stringify(e.data,null,2)}</pre>
    </details>
  </li>`,Is=()=>jo.value.length?i`<ol class="events" aria-label="Events, newest first">
      ${jo.value.map(e=>i`<${jc} key=${e.n} e=${e} />`)}</ol>`:i`<div class="empty"><p><strong>Nothing of this kind has happened yet.</strong></p>
      <p>Events are shown as they come.</p></div>`;var Hc=()=>N("GET",y.events({types:vt.value})).replace("curl ","curl -N ");function js(){return z(()=>{Ga()},[]),i`
    <main class="page" id="main" tabindex="-1">
      <section class="card" aria-labelledby="events-title">
        <div class="card-head">
          <h2 id="events-title">Events</h2>
          <span class="spring"></span>
          <label class="offscreen" for="event-type">Type</label>
          <select id="event-type" class="narrow" value=${vt.value}
            onChange=${e=>{vt.value=e.target.value}}>
            <option value="">All types</option>
            ${No.map(e=>i`<option key=${e} value=${e}>${e}</option>`)}
          </select>
          <button type="button" class="button small" aria-pressed=${String(bt.value)}
            onClick=${()=>Ua(!bt.value)}>
            ${bt.value?"Go on":"Pause"}</button>
          <button type="button" class="button small" onClick=${qa}>Clear</button>
          <${I} text=${Hc()} what="Curl command" label="curl" />
        </div>
        <${Is} />
      </section>
    </main>`}var Qt=k(null),Jt=k(null);async function Uc(){try{Qt.value=await P("GET",y.limits()),Jt.value=null}catch(e){Jt.value=e}}var Hs=se(Uc,5e3),cr=Hs.now,Us=Hs.watch;async function ur(e){Qt.value=await P("PATCH",y.limits(),e)}var We=k(null),Zt=k(null),lr="";async function en(){try{let e=await Ao("GET",y.schedules());lr=e.version,We.value=e.json.items,Zt.value=null}catch(e){Zt.value=e}}async function qs(e){try{let t=await Ao("PUT",y.schedules(),{items:e},lr);lr=t.version,We.value=t.json.items}catch(t){throw t.code==="precondition_failed"&&await en(),t}cr()}var qc={"":1,k:1e3,m:1e6,g:1e9},Gc={"":1,k:2**10,m:2**20,g:2**30},Wc=/^(\d+(?:[.,]\d+)?)\s*([kKmMgG]?)(i?)(B|bit)(?:\/s|ps)?$/,Vc=2**34,it="A speed is written like 10 MB/s or 80 Mbit/s; leave the field empty for no ceiling.";function Le(e){let t=e.trim();if(/^(none|0)?$/i.test(t))return 0;let n=Wc.exec(t);if(!n)return null;let[,o,r,a,s]=n,l=(a?Gc:qc)[r.toLowerCase()],u=Math.round(Number(o.replace(",","."))*l/(s==="bit"?8:1));return u>0&&u<=Vc?u:null}var Xc={bytes:[[1e9,"GB"],[2**30,"GiB"],[1e6,"MB"],[2**20,"MiB"],[1e3,"kB"],[2**10,"KiB"],[1,"B"]],bits:[[125e6,"Gbit"],[125e3,"Mbit"],[125,"kbit"],[1/8,"bit"]]};function Ve(e,t){if(!e)return"";let[n,o]=Xc[t?"bits":"bytes"].find(([r])=>e>=r&&Number.isInteger(e/r*1e3));return`${e/n} ${o}/s`}var Xe=(e,t)=>e?`at most ${Ve(e,t)}`:"as fast as it can";var q=({problem:e,doing:t,onRetry:n})=>i`
  <div class="problem" role="alert">
    <p><strong>${t}</strong> ${T(e.message)}</p>
    ${e.hint&&i`<p class="muted">${e.hint}</p>`}
    ${e.requestId&&e.status>=500&&i`
      <p class="muted">The node’s log has more under request${" "}
        <code>${e.requestId}</code>.</p>`}
    ${n&&i`
      <button type="button" class="button small" onClick=${n}>
        Try again</button>`}
  </div>`;var lt=({id:e,label:t,value:n,isWrong:o,onInput:r,isBare:a,name:s})=>i`
  <div class="field speed-field">
    <label class=${a?"offscreen":""} for=${e}>${t}</label>
    <input id=${e} name=${s} type="text" autocomplete="off" spellcheck=${!1}
      placeholder="no ceiling" value=${n} aria-invalid=${String(!!o)}
      onInput=${r&&(l=>r(l.target.value))} />
  </div>`;var tn="upload_bytes_per_s",nn="download_bytes_per_s",Yc=[{name:"The whole node",path:[]},{name:"Each peer",path:["per_peer"]},{name:"Priority critical",path:["per_priority","critical"]},{name:"Priority high",path:["per_priority","high"]},{name:"Priority normal",path:["per_priority","normal"]},{name:"Priority low",path:["per_priority","low"]}],Kc=(e,t)=>[...e.path,t].join("."),Jc=(e,t,n)=>t.path.reduce((o,r)=>o[r],e)[n];function Zc(e,t,n){let o=t.at(-1),r=e;for(let a of t.slice(0,-1))r=r[a]??={};r[o]=n}function Qc(e,t,n){let o={};for(let[r,a]of Object.entries(t)){let s=Le(a);if(s==null)return{wrong:r};let l=r.split(".");l.reduce((u,c)=>u[c],e)!==s&&Zc(o,l,s)}return n!=null&&n!==e.exempt_local&&(o.exempt_local=n),{patch:o}}var dr=e=>!Object.keys(e??{}).length;function Gs(){let e=Qt.value;if(!e)return null;let t=B.value==="bits",n=e.now[tn]!==e[tn]||e.now[nn]!==e[nn];return i`
    <p class="note limits-now" role="status">
      <strong>Now</strong> this node sends <b>${Xe(e.now[tn],t)}</b> and
      receives <b>${Xe(e.now[nn],t)}</b>${n?", as the schedule says.":"."}</p>`}var eu={[tn]:null,[nn]:null},tu={...eu,per_peer:null,per_priority:null,exempt_local:null};async function nu(){if(!await me({title:"Back to the settings?",confirm:"Go back",body:i`<p>All ceilings become those of the settings of firnd. The
      schedule stays.</p>`}))return!1;try{return await ur(tu),U("The ceilings are those of the settings"),!0}catch(t){return ae(t,"Changing the ceilings"),!1}}function ou({l:e,row:t,texts:n,wrong:o,onText:r,inBits:a}){let s=(l,u)=>{let c=Kc(t,l);return i`
      <td><${lt} id=${`limit-${c}`} isBare=${!0}
        label=${`${t.name}, ${u}`} isWrong=${o===c}
        value=${n[c]??Ve(Jc(e,t,l),a)}
        onInput=${f=>r(c,f)} /></td>`};return i`
    <tr><th scope="row">${t.name}</th>
      ${s(tn,"sending")}${s(nn,"receiving")}</tr>`}function Ws(){let[e,t]=E({}),[n,o]=E(null),[r,a]=E(null),[s,l]=E(""),[u,c]=E(!1),f=Qt.value;if(!f)return Jt.value?i`<${q} problem=${Jt.value}
          doing="Reading the ceilings:" onRetry=${cr} />`:i`<p class="muted">Reading…</p>`;let{patch:b,wrong:p}=Qc(f,e,n),d=()=>{t({}),o(null),a(null),l("")},g=(w,x)=>{t({...e,[w]:x}),a(null),l("")},h=()=>{l(p),a({message:it})},m=async w=>{if(w.preventDefault(),p)return h();if(dr(b))return d();c(!0);try{await ur(b),d(),U("The ceilings hold from now on")}catch(x){a(x)}return c(!1)},v=()=>p?h():Z(dr(b)?N("GET",y.limits()):N("PATCH",y.limits(),{body:b}),"Curl command"),$=p||!dr(b);return i`
    <form class="limits-form" onSubmit=${m} novalidate>
      <table class="table limits-table">
        <caption class="offscreen">Ceilings on speed</caption>
        <thead><tr><th scope="col"><span class="offscreen">Of what</span></th>
          <th scope="col">Sending</th><th scope="col">Receiving</th></tr></thead>
        <tbody>${Yc.map(w=>i`
          <${ou} key=${w.name} l=${f} row=${w} texts=${e} wrong=${s}
            onText=${g} inBits=${B.value==="bits"} />`)}</tbody>
      </table>
      <label class="check"><input type="checkbox" id="limit-exempt"
        checked=${n??f.exempt_local}
        onChange=${w=>o(w.target.checked)} />
        <span>Peers on local networks go free${" "}
          <span class="muted">(private, link-local and loopback addresses)</span></span></label>
      <div class="form-actions">
        <button type="submit" class="button primary" disabled=${u||!$}>
          ${u?"Saving…":"Save"}</button>
        ${$&&i`
          <button type="button" class="button" onClick=${d}>Undo</button>`}
        <button type="button" class="button" onClick=${v}
          title="Copy this change as a curl command">curl</button>
        <span class="spring"></span>
        <button type="button" class="button" onClick=${async()=>{await nu()&&d()}}>Back to the settings…</button>
      </div>
      ${r&&i`<p class="form-error" role="alert">
        ${r.message}${r.hint&&i` <span>${r.hint}</span>`}</p>`}
    </form>
    <p class="muted small-print">Where several apply the lowest holds. Of
      transfers that wait for one ceiling those of the highest priority go first,
      always; equal ones take turns. What is sent counts as normal. What nodes
      tell each other beside blobs never waits.</p>`}var ct=["mon","tue","wed","thu","fri","sat","sun"],on={mon:"Mon",tue:"Tue",wed:"Wed",thu:"Thu",fri:"Fri",sat:"Sat",sun:"Sun"};function ru(e){let t=ct.filter(r=>!e||e.includes(r));if(t.length===7)return"Every day";if(t.join()==="sat,sun")return"Sat and Sun";let n=[];for(let r of t){let a=n.at(-1);a&&ct.indexOf(a.at(-1))===ct.indexOf(r)-1?a.push(r):n.push([r])}let o=n.flatMap(r=>r.length>2?[`${on[r[0]]} to ${on[r.at(-1)]}`]:r.map(a=>on[a]));return o.length<2?o.join(""):`${o.slice(0,-1).join(", ")} and ${o.at(-1)}`}function au({from:e,to:t}){return e===t||e==="00:00"&&t==="24:00"?e==="00:00"?"all day":`from ${e} for a day`:t==="00:00"||t==="24:00"?`${e} to midnight`:`${e} to ${t}${t<e?" of the next day":""}`}var St=e=>`${ru(e.days)}, ${au(e)}`;function Jn(e,t){let n=e.upload_bytes_per_s??0,o=e.download_bytes_per_s??0;return n===o?`sends and receives ${n?`${Xe(n,t)} each`:Xe(0)}`:`sends ${Xe(n,t)}, receives ${Xe(o,t)}`}async function fr(e,t){try{return await qs(e),U(t),!0}catch(n){return ae(n.code==="precondition_failed"?{message:"somebody else changed it meanwhile; it was read again"}:n,"Changing the schedule"),!1}}async function su(e){await me({title:"Remove this entry?",confirm:"Remove",danger:!0,body:i`<p>${St(e)}: ${Jn(e,B.value==="bits")}.</p>`})&&await fr(We.value.filter(n=>n!==e),"The entry is removed")}function iu(e){let t=[...We.value];return[t[e-1],t[e]]=[t[e],t[e-1]],fr(t,"The order is changed")}var lu=({entry:e,at:t})=>i`
  <li class="schedule-entry">
    <span><strong>${St(e)}</strong>${" "}
      <span class="muted">${Jn(e,B.value==="bits")}</span></span>
    <span class="row-actions">
      ${t>0&&i`<button type="button" class="button small"
        aria-label=${`Earlier: ${St(e)}`} onClick=${()=>iu(t)}>Earlier</button>`}
      <button type="button" class="button small"
        aria-label=${`Remove: ${St(e)}`} onClick=${()=>su(e)}>Remove</button>
    </span>
  </li>`;function cu(){let e=We.value;return Zt.value&&!e?i`<${q} problem=${Zt.value}
      doing="Reading the schedule:" onRetry=${en} />`:e?e.length?i`
    <ol class="schedule">${e.map((t,n)=>i`
      <${lu} key=${JSON.stringify(t)} entry=${t} at=${n} />`)}</ol>`:i`<p class="muted">No entry: the ceilings of the whole node hold at
      all times.</p>`:i`<p class="muted">Reading…</p>`}var uu=ct.slice(0,5);function du(e){let t=Le(e.up),n=Le(e.down);return e.days.length?!e.from||!e.to?{error:"Say from when to when."}:t==null||n==null?{error:it}:{entry:{days:ct.filter(o=>e.days.includes(o)),from:e.from,to:e.to,upload_bytes_per_s:t,download_bytes_per_s:n}}:{error:"Choose a day."}}var Vs=({id:e,label:t,value:n,onInput:o})=>i`
  <div class="field time-field"><label for=${e}>${t}</label>
    <input id=${e} type="time" value=${n}
      onInput=${r=>o(r.target.value)} /></div>`,Xs={days:uu,from:"08:00",to:"18:00",up:"",down:""};function fu(){let[e,t]=E(Xs),[n,o]=E(""),r=c=>{t({...e,...c}),o("")},a=c=>r({days:e.days.includes(c)?e.days.filter(f=>f!==c):[...e.days,c]}),{entry:s,error:l}=du(e);return i`
    <form class="schedule-form" onSubmit=${async c=>{if(c.preventDefault(),l)return o(l);await fr([...We.value,s],"The entry is added")&&t(Xs)}} novalidate aria-label="New entry">
      <fieldset class="day-choice"><legend>Begins on</legend>
        ${ct.map(c=>i`
          <label key=${c} class="day"><input type="checkbox" name=${c}
            checked=${e.days.includes(c)} onChange=${()=>a(c)} />
            <span>${on[c]}</span></label>`)}</fieldset>
      <div class="schedule-fields">
        <${Vs} id="entry-from" label="From" value=${e.from}
          onInput=${c=>r({from:c})} />
        <${Vs} id="entry-to" label="To" value=${e.to}
          onInput=${c=>r({to:c})} />
        <${lt} id="entry-up" label="Sending" value=${e.up}
          isWrong=${n&&Le(e.up)==null}
          onInput=${c=>r({up:c})} />
        <${lt} id="entry-down" label="Receiving" value=${e.down}
          isWrong=${n&&Le(e.down)==null}
          onInput=${c=>r({down:c})} />
      </div>
      ${s&&i`<p class="facts-line" aria-live="polite">${St(s)}:
        ${" "}${Jn(s,B.value==="bits")}.</p>`}
      <div class="form-actions">
        <button type="submit" class="button primary" disabled=${!We.value}>Add</button>
      </div>
      ${n&&i`<p class="form-error" role="alert">${n}</p>`}
    </form>`}var Ys=()=>i`
  <section class="card schedule-card" aria-labelledby="schedule-title">
    <div class="card-head">
      <h2 id="schedule-title">The week</h2>
      <span class="spring"></span>
      <${I} text=${N("GET",y.schedules())} what="Curl command"
        label="curl" />
    </div>
    <p class="muted">While an entry applies its two ceilings stand in the place of
      those of the whole node; of several the first counts. Times are those of the
      node’s clock.</p>
    <${cu} />
    <h3>Add an entry</h3>
    <${fu} />
  </section>`;function Ks(){return z(Us,[]),z(()=>{en()},[]),i`
    <main class="page limits-page" id="main" tabindex="-1">
      <section class="card" aria-labelledby="limits-title">
        <div class="card-head"><h2 id="limits-title">Limits</h2></div>
        <${Gs} />
        <${Ws} />
      </section>
      <${Ys} />
    </main>`}var S=({name:e,children:t})=>i`
  <div class="fact"><dt>${e}</dt><dd>${t}</dd></div>`,Ye=({text:e,what:t})=>i`
  <span class="copied"><code class="cut" title=${e}>${e}</code>
    <${I} text=${e} what=${t} /></span>`;var pu={running:["good","Running"],stopped:["","Stopped"],failed:["bad","Failed"],disabled:["","Switched off"]},mu=e=>me({title:"Stop the p2p engine?",confirm:"Stop p2p",danger:!0,body:i`<p>${ie(e,"connection")} and every running transfer end. Blobs
    stay, and this page goes on. A restart of firnd starts it again.</p>`});function hu({state:e}){let[t,n]=E(!1),o=e==="running";return e==="disabled"?i`<span class="muted">by the setting p2p.enabled</span>`:i`
    <button type="button" class="button small" disabled=${t} onClick=${async()=>{if(!(o&&!await mu($e.value.peers?.connected??0))){n(!0);try{await Xa(!o),U(o?"p2p is stopped":"p2p is running")}catch(a){ae(a,o?"Stopping p2p":"Starting p2p")}n(!1)}}}>
      ${t?"Wait…":o?"Stop p2p":"Start p2p"}</button>`}var gu=({part:e})=>i`
  <li class="part" data-name=${e.name}>
    <span class=${`state ${e.state==="failed"?"bad":"warn"}`}>
      ${e.state==="failed"?"Failed":"Degraded"}</span>
    <span><strong>${e.name}</strong>: ${T(e.text)}</span>
  </li>`;function vu(){if(It.value)return i`<${q} problem=${It.value}
      doing="Checking the parts:" />`;if(!An.value)return i`<p class="muted">Checking…</p>`;let e=An.value.filter(t=>t.state!=="well");return e.length?i`<ul class="parts" aria-label="Parts that are not well">
    ${e.map(t=>i`<${gu} key=${t.name} part=${t} />`)}</ul>`:i`<p><span class="state good">All parts are well</span></p>`}var bu=({n:e})=>{let t=[...e.p2p?.not_bound??[],...e.http_not_bound??[]];return t.length>0&&i`
    <ul class="parts" aria-label="Addresses that could not be bound">
      ${t.map(n=>i`<li class="part" key=${n}>
        <span class="state warn">Not bound</span><span>${T(n)}</span></li>`)}</ul>`};function Js(){z(Va,[]),z(Oa,[]);let e=$e.value;if(!e)return null;let[t,n]=pu[e.p2p_state]??["",e.p2p_state];return i`
    <section class="card health-card" aria-labelledby="health-title">
      <div class="card-head">
        <h2 id="health-title">Network</h2>
        <span class="spring"></span>
        <${I} text=${N("GET",y.readyz())} what="Curl command"
          label="curl" />
      </div>
      <dl class="facts">
        <${S} name="P2p engine"><span class="switch-row">
          <span class=${`state ${t}`} data-p2p=${e.p2p_state}>${n}</span>
          <${hu} state=${e.p2p_state} /></span></${S}>
        ${e.peers&&i`
          <${S} name="Peers"><a href=${ee("peers")}>
            <strong class="num">${e.peers.connected}</strong> connected</a>
            <span class="muted"> of ${e.peers.known} known</span></${S}>`}
      </dl>
      ${e.p2p?.error&&i`<p class="transfer-error">${T(e.p2p.error)}</p>`}
      <${vu} />
      <${bu} n=${e} />
    </section>`}var $u=({n:e})=>i`
  <dl class="facts">
    <${S} name="Id"><${Ye} text=${e.id} what="Node id" /></${S}>
    <${S} name="Ticket"><${Ye} text=${e.ticket} what="Node ticket" /></${S}>
    ${e.endpoint_ticket&&i`
      <${S} name="Ticket for iroh 1.x">
        <${Ye} text=${e.endpoint_ticket} what="Endpoint ticket" /></${S}>`}
    <${S} name="Addresses">
      ${e.addresses.length?i`
        <ul class="plain-list">
          ${e.addresses.map(t=>i`<li><code>${t}</code></li>`)}
        </ul>`:i`<span class="muted">none that others can reach</span>`}</${S}>
    <${S} name="Up for">${re(Ba())}</${S}>
    <${S} name="Version">${e.version}</${S}>
    <${S} name="Data"><code class="wrap">${e.data_dir}</code></${S}>
  </dl>`;function Zs(){let e=$e.value;return i`
    <section class="card node-card" aria-labelledby="node-title">
      <div class="card-head">
        <h2 id="node-title">This node</h2>
        <span class="spring"></span>
        <${I} text=${N("GET",y.node())} what="Curl command"
          label="curl" />
      </div>
      ${Ie.value&&!e&&i`
        <${q} problem=${Ie.value} doing="Reading the node:"
          onRetry=${ot} />`}
      ${e&&i`<${$u} n=${e} />`}
      ${!e&&!Ie.value&&i`<p class="muted">Reading…</p>`}
    </section>`}var yu=/^[0-9a-f]{64}$/i,_u=/^[a-z2-7]{52}$/i,Qs=/^(?:[0-9a-f]{64}|[a-z2-7]{52})(?:@\S+:\d{1,5})?$/i;function pr(e){let t=e.trim();return t?yu.test(t)||_u.test(t)?{kind:"hash",value:t.toLowerCase()}:/^blob[a-z2-7]{20,}$/i.test(t)?{kind:"ticket",value:t}:/^(node|endpoint)[a-z2-7]{20,}$/i.test(t)?{kind:"node"}:{kind:"unknown"}:{kind:"empty"}}var ei=e=>e.split(/[\s,]+/).filter(Boolean),ti=e=>Qs.test(e);function mr(e){let t=e.trim();return Qs.test(t)?{address:t}:/^(node|endpoint|blob|doc)[a-z2-7]{20,}$/i.test(t)?{ticket:t}:null}var ut=e=>e.tag?T(e.tag):A(e.hash),xu=["low","normal","high","critical"];async function Zn(e,t,n){try{return await ks(e.id,t),!0}catch(o){return ae(o,n),!1}}async function ni(e){try{await P("DELETE",y.transfer(e.id))}catch(t){ae(t,"Cancelling")}}var gr=(e,t,n)=>Zn(e,{state:t},n),hr=(e,t)=>Zn(e,{position:t},"Changing the order");async function wu(e){let t=await me({title:"Limit this transfer",confirm:"Set limit",body:i`
      <p>At most so much for <strong>${ut(e)}</strong>, also while there
        is room for more. ${it}</p>
      <${lt} id="cap" name="cap" label="At most"
        value=${Ve(e.max_bps,B.value==="bits")} />`});if(!t)return;let n=Le(t.cap);n==null?ae({message:"this is no speed",hint:it},t.cap):await Zn(e,{max_bps:n},"Limiting the transfer")&&U(n?`${ut(e)}: at most ${Ve(n)}`:`${ut(e)}: no ceiling of its own`)}function oi({t:e}){let t=e.state==="paused";return i`
    <button type="button" class="button small"
      aria-label=${`${t?"Resume":"Pause"} the transfer of ${ut(e)}`}
      onClick=${()=>t?gr(e,"running","Resuming"):gr(e,"paused","Pausing")}>${t?"Resume":"Pause"}</button>`}var vr=({value:e,label:t,id:n,onChange:o,className:r="narrow"})=>i`
  <select id=${n} class=${r} aria-label=${t} value=${e}
    onChange=${a=>o(a.target.value)}>
    ${xu.map(a=>i`
      <option key=${a} value=${a} selected=${a===e}>${a}</option>`)}
  </select>`,ri=({t:e})=>i`
  <${vr} value=${e.priority}
    label=${`Priority of ${ut(e)}`}
    onChange=${t=>Zn(e,{priority:t},"Changing the priority")} />`,ku=e=>e.state==="queued"&&e.position?[...e.position>1?[{label:"First in the queue",run:()=>hr(e,1)},{label:"One place up",run:()=>hr(e,e.position-1)}]:[],{label:"One place down",run:()=>hr(e,e.position+1)}]:[],Su=e=>e.next_attempt?[{label:"Try again now",run:()=>gr(e,"running","Trying again")}]:[],ai=e=>[...pe(e)?[]:[...Su(e),{label:"Limit the speed…",run:()=>wu(e)},...ku(e)],{label:"Copy hash",run:()=>Z(e.hash,"Hash")},{label:"Copy curl: watch",run:()=>Z(N("GET",`${y.transfer(e.id)}/events`).replace("curl ","curl -N "),"Curl command")},...pe(e)?[]:[{label:"Copy curl: cancel",run:()=>Z(N("DELETE",y.transfer(e.id)),"Curl command")}]];var si={unknown:"This is neither a ticket (blob…) nor a hash (64 hex digits).",node:"This ticket names a node but no blob. Ask for a blob ticket, or give the blob’s hash and the node as a peer."};function ii(e,t,n,o){let r=pr(e),a=ei(t),s=a.find(u=>!ti(u));if(r.kind==="empty")return{error:"Paste a ticket or a hash."};if(si[r.kind])return{error:si[r.kind]};if(s)return{error:`“${s}” is not a peer; it looks like id@ip:port.`};let l={[r.kind]:r.value};return r.kind==="hash"&&a.length&&(l.peers=a),n.trim()&&(l.tag=n.trim()),o!=="normal"&&(l.priority=o),{body:l}}function Qn(){let[e,t]=E(""),[n,o]=E(""),[r,a]=E(""),[s,l]=E("normal"),[u,c]=E(null),[f,b]=E(!1),p=pr(e).kind,d=async h=>{h.preventDefault();let{body:m,error:v}=ii(e,n,r,s);if(v)return c({message:v});b(!0);try{Xt(await P("POST",y.transfers(),m)),t(""),o(""),a(""),l("normal"),c(null)}catch($){c($)}return b(!1)},g=()=>{let{body:h,error:m}=ii(e,n,r,s);m?c({message:m}):Z(N("POST",y.transfers(),{body:h}),"Curl command")};return i`
    <form class="transfer-form" onSubmit=${d} novalidate>
      <div class="field grow">
        <label for="fetch-what">Ticket or hash</label>
        <input id="fetch-what" type="text" autocomplete="off" spellcheck=${!1}
          placeholder="blob… or 64 hex digits" value=${e}
          aria-invalid=${String(!!u)}
          aria-describedby=${u?"fetch-error":void 0}
          onInput=${h=>{t(h.target.value),c(null)}} />
      </div>
      ${p==="hash"&&i`
        <div class="field grow">
          <label for="fetch-peers">From peers <span class="muted">(others are found)</span></label>
          <input id="fetch-peers" type="text" autocomplete="off"
            spellcheck=${!1} placeholder="id@ip:port, …" value=${n}
            onInput=${h=>{o(h.target.value),c(null)}} />
        </div>`}
      ${p!=="empty"&&i`
        <div class="field">
          <label for="fetch-tag">Tag <span class="muted">(optional)</span></label>
          <input id="fetch-tag" type="text" autocomplete="off" value=${r}
            onInput=${h=>a(h.target.value)} />
        </div>
        <div class="field short">
          <label for="fetch-priority">Priority</label>
          <${vr} id="fetch-priority" className="" value=${s}
            onChange=${l} />
        </div>`}
      <div class="form-actions">
        <button type="submit" class="button primary" disabled=${f}>
          ${f?"Starting…":"Fetch"}</button>
        <button type="button" class="button" onClick=${g}
          title="Copy this request as a curl command">curl</button>
      </div>
      ${u&&i`
        <p class="form-error" id="fetch-error" role="alert">
          ${u.message}${u.hint&&i` <span>${u.hint}</span>`}</p>`}
    </form>`}var Ke=({percent:e,label:t,tone:n=""})=>i`
  <progress class=${`bar ${n}`} aria-label=${t} max="100"
    value=${e??void 0}></progress>`;var li={ArrowDown:1,ArrowUp:-1};function Tt({label:e,items:t}){let[n,o]=E(!1),r=xe(null),a=xe(null);z(()=>{if(!n)return;r.current.querySelector("[role=menuitem]")?.focus();let u=c=>{r.current?.contains(c.target)||o(!1)};return document.addEventListener("pointerdown",u),()=>document.removeEventListener("pointerdown",u)},[n]);let s=u=>{if(u.key==="Escape"&&n)o(!1),a.current.focus();else if(u.key==="Tab")o(!1);else if(n&&li[u.key]){u.preventDefault();let c=[...r.current.querySelectorAll("[role=menuitem]")],f=c.indexOf(document.activeElement)+li[u.key];c[(f+c.length)%c.length].focus()}},l=u=>{o(!1),a.current.focus(),u.run()};return i`
    <div class="menu" ref=${r} onKeyDown=${s}>
      <button type="button" class="button bare" ref=${a}
        aria-haspopup="menu" aria-expanded=${String(n)} aria-label=${e}
        title="More" onClick=${()=>o(!n)}>
        <${oe} name="more" />
      </button>
      ${n&&i`
        <div class="menu-list" role="menu" aria-label=${e}>
          ${t.map(u=>i`
            <button type="button" role="menuitem" tabindex="-1"
              class=${u.danger?"danger":""}
              onClick=${()=>l(u)}>${u.label}</button>`)}
        </div>`}
    </div>`}var Tu={idle:"Not asked yet",connecting:"Connecting",active:"Sending",done:"Done",failed:"Dropped"},Cu={active:"busy",done:"good",failed:"bad"};function Mu({source:e,all:t}){let n=T(Rn(e.peer))||A(e.peer),o=t>0?Se(e.bytes,t):0,r=e.state==="active"&&e.rate_bps>0;return i`
    <li class="transfer-source" data-peer=${e.peer}>
      <a class="source-name" href=${ee("peers",e.peer)} title=${e.peer}>${n}</a>
      <span class=${`state ${Cu[e.state]??""}`}>${Tu[e.state]??e.state}</span>
      <span class="num source-bytes" title=${ge(e.bytes)}>${O(e.bytes)}</span>
      <span class="source-share"><${Ke} percent=${o}
        label=${`Share of ${n}`} /><span class="num">${o} %</span></span>
      <span class="num source-rate">${r?be(e.rate_bps,B.value==="bits"):""}</span>
      ${e.error&&i`<span class="source-error">${T(e.error.detail)}</span>`}
    </li>`}var ci=({sources:e,isOpen:t})=>{if(!e.length)return null;let n=e.reduce((r,a)=>r+a.bytes,0),o=e.filter(r=>r.bytes>0).length;return i`
    <details class="sources" open=${t}>
      <summary>${ie(e.length,"peer")}${o>1&&`, bytes from ${o}`}</summary>
      <ul>${e.map(r=>i`
        <${Mu} key=${r.peer} source=${r} all=${n} />`)}</ul>
    </details>`};var Pu={queued:"Waiting",running:"Fetching",paused:"Paused",completed:"Done",failed:"Failed",cancelled:"Cancelled"},Nu={completed:"good",failed:"bad",running:"busy",paused:"warn"},ui=e=>e.ended?Te(e.ended,ce.value):"";function Eu(e,t){let n=[];if(e.bytes_done===0&&(pe(e)?e.state!=="completed":e.size==null))return t?ui(e):"";if(e.state==="completed"?n.push(O(e.bytes_done)):e.size==null?n.push(O(e.bytes_done)):n.push(`${O(e.bytes_done)} of ${O(e.size)}`),e.state==="running"&&e.rate_bps>0&&(n.push(be(e.rate_bps,B.value==="bits")),e.size!=null&&n.push(`${re((e.size-e.bytes_done)/e.rate_bps)} left`)),e.state==="completed"&&e.started&&e.ended&&e.bytes_fetched){let o=(Date.parse(e.ended)-Date.parse(e.started))/1e3;o>0&&n.push(`${o<10?o.toFixed(1):Math.round(o)} s`,be(e.bytes_fetched/o,B.value==="bits"))}return e.state==="completed"&&e.bytes_fetched===0&&n.push("was here already"),t&&e.ended&&n.push(ui(e)),n.join(" · ")}function zu(e){let t=[];if(pe(e))return"";if(e.requests>0&&t.push(`${ie(e.requests,"request")} in flight`),e.max_bps&&t.push(`at most ${Ve(e.max_bps,B.value==="bits")}`),e.deadline){let n=(Date.parse(e.deadline)-ce.value)/1e3;t.push(n>0?`to be done in ${re(n)}`:"its time is over")}if(e.next_attempt){let n=(Date.parse(e.next_attempt)-ce.value)/1e3;t.push(`${e.attempts} tried, again ${n>=1?`in ${re(n)}`:"now"}`)}return t.join(" · ")}var Au=({t:e})=>i`
  <span class=${`state ${Nu[e.state]??""}`}>${Pu[e.state]??e.state}${e.state==="queued"&&e.position>0&&` · place ${e.position}`}</span>`;function pi({transfer:e,isFull:t}){let n=e.state==="completed"?100:Se(e.bytes_done,e.size),o=ut(e),r=zu(e);return i`
    <li class="transfer" data-id=${e.id} data-state=${e.state} data-hash=${e.hash}>
      <div class="transfer-head">
        <${Au} t=${e} />
        ${e.tag&&i`<span class="tag">${T(e.tag)}</span>`}
        <code class="hash" title=${e.hash}>${A(e.hash)}</code>
        <span class="spring"></span>
        <span class="facts-line" title=${ge(e.bytes_done)}>${Eu(e,t)}</span>
        <span class="row-actions">
          ${!pe(e)&&i`
            ${t&&i`<${ri} t=${e} /><${oi} t=${e} />`}
            <button type="button" class="button small"
              aria-label=${`Cancel the transfer of ${o}`}
              onClick=${()=>ni(e)}>Cancel</button>`}
          <${Tt} label=${`More for the transfer of ${o}`} items=${ai(e)} />
        </span>
      </div>
      ${(e.state==="running"||!pe(e)&&e.bytes_done>0)&&i`
        <${Ke} percent=${n}
          label=${`Progress of ${o}`} />`}
      ${r&&i`<p class="facts-line">${r}</p>`}
      ${e.error&&i`<p class="transfer-error">${T(e.error.detail)}</p>`}
      <${ci} sources=${e.sources??[]} isOpen=${t&&["running","failed"].includes(e.state)} />
    </li>`}var mi=()=>i`
  <div class="empty">
    <p><strong>Nothing has been fetched yet.</strong></p>
    <p>On the page of another node press “Copy ticket” beside a blob, or
      run${" "}<code>firn ticket HASH</code> there. Paste the ticket above: the
      blob comes here and is verified as it arrives.</p>
  </div>`,hi=()=>Wt.value?i`<${q} problem=${Wt.value}
      doing="Reading the transfers:" onRetry=${Vt} />`:i`<p class="muted">Reading…</p>`,di=8;function gi(){let e=Ge.value;return e?e.length?i`
    <ul class="transfers">
      ${e.slice(0,di).map(t=>i`<${pi} key=${t.id} transfer=${t} />`)}
    </ul>
    <a href=${ee("transfers")}>${e.length>di?`All ${e.length} transfers`:"More about transfers"}</a>`:i`<${mi} />`:i`<${hi} />`}var Lu=[{title:"Running",states:["running"]},{title:"In the queue",states:["queued"]},{title:"Paused",states:["paused"]},{title:"Ended",states:["completed","failed","cancelled"]}],fi=50;function Ou({title:e,states:t}){let[n,o]=E(fi),r=_s(t);return r.length?i`
    <section class="transfer-group" aria-label=${e} data-group=${t[0]}>
      <h3>${e} <span class="muted num">${r.length}</span></h3>
      <ul class="transfers">${r.slice(0,n).map(a=>i`
        <${pi} key=${a.id} transfer=${a} isFull=${!0} />`)}</ul>
      ${r.length>n&&i`
        <div class="pager"><button type="button" class="button small"
          onClick=${()=>o(n+4*fi)}>
          Show more (${r.length-n} left)</button></div>`}
    </section>`:null}function vi(){let e=Ge.value;return e?e.length?i`
    ${Lu.map(t=>i`<${Ou} key=${t.title} ...${t} />`)}
    ${nr.value&&i`<p class="muted">Older ones are listed by${" "}
      <code>firn transfers</code>.</p>`}`:i`<${mi} />`:i`<${hi} />`}async function rn(e,t){try{await t()}catch(n){ae(n,e)}}var eo=e=>e.tags[0]?.split("/").at(-1)||`${e.hash.slice(0,16)}.bin`,bi=e=>rn("Making the ticket",async()=>{let{ticket:t}=await P("GET",y.blobTicket(e.hash));await Z(t,"Ticket")}),Du=e=>rn("Verifying",async()=>{U(`Reading ${O(e.held_bytes)} from disk…`);let t=await P("POST",y.blobVerify(e.hash));t.ok?U(`${A(e.hash)} is intact`):ae({message:`${O(t.bad_bytes)} are damaged on disk`,hint:"The damaged parts are no longer served. Fetch the blob again: only they are transferred."},A(e.hash)),rt()});async function Bu(e){let t=await me({title:"Tag this blob",confirm:"Set tag",body:i`
      <p>A tag is a name for <code>${A(e.hash)}</code>. It keeps the
        blob from being removed. A tag that exists is moved here.</p>
      <div class="field"><label for="tag-name">Name</label>
        <input id="tag-name" name="name" type="text" required maxlength="255"
          autocomplete="off" autofocus /></div>`});t&&await rn("Setting the tag",async()=>{await P("PUT",y.tag(t.name),{hash:e.hash}),rt()})}async function $i(e){await me({title:"Remove this tag?",confirm:"Remove tag",body:i`<p><span class="tag">${T(e)}</span> goes; the blob stays.</p>`})&&await rn("Removing the tag",async()=>{await P("DELETE",y.tag(e)),rt()})}async function Ru(e){await me({title:"Delete this blob?",confirm:"Delete",danger:!0,body:i`
      <p><code class="wrap">${e.hash}</code></p>
      <p>${O(e.held_bytes)} are removed from this node. Other nodes keep
        their copies.</p>
      ${e.tags.length>0&&i`
        <p>Its tags go with it:
          ${e.tags.map(n=>i` <span class="tag">${T(n)}</span>`)}</p>`}`})&&await rn("Deleting",async()=>{let n=e.tags.length?{force:"true"}:{};await P("DELETE",y.blob(e.hash,n)),U(`${A(e.hash)} deleted`),rt()})}var yi=e=>[{label:"Copy hash",run:()=>Z(e.hash,"Hash")},{label:"Copy curl: download",run:()=>Z(N("GET",y.blob(e.hash),{output:eo(e)}),"Curl command")},{label:"Copy curl: delete",run:()=>Z(N("DELETE",y.blob(e.hash)),"Curl command")},{label:"Tag…",run:()=>Bu(e)},{label:"Verify",run:()=>Du(e)},{label:"Delete…",danger:!0,run:()=>Ru(e)}];var Fu=({tags:e})=>i`
  <span class="tags">
    ${e.map(t=>i`
      <span class="tag" key=${t}><span class="tag-text" title=${T(t)}>${T(t)}</span>
        <button type="button" class="tag-remove"
          aria-label=${`Remove tag ${T(t)}`} title="Remove this tag"
          onClick=${()=>$i(t)}><${oe} name="close" /></button>
      </span>`)}
  </span>`;function Iu({blob:e}){if(e.state==="complete")return i`<span class="state good">Complete</span>`;let t=ys(e),n=Se(t,e.size);return i`
    <span class="partial" title=${`${ge(t)} held`}>
      <span class="state">${n==null?"Partial":`${n} % held`}</span>
      <${Ke} percent=${n??0} label=${`Held of ${A(e.hash)}`} />
    </span>`}var ju=({blob:e})=>i`
  <li class="blob" data-hash=${e.hash}>
    <code class="hash" title=${e.hash}>${A(e.hash)}</code>
    <span class="num blob-size" title=${ge(e.size)}>${e.size==null?"unknown":O(e.size)}</span>
    <${Iu} blob=${e} />
    <${Fu} tags=${e.tags} />
    <span class="row-actions">
      ${e.state==="complete"&&i`
        <a class="button small" download=${eo(e)}
          href=${y.blob(e.hash,{download:eo(e)})}>
          Download</a>`}
      <button type="button" class="button small" onClick=${()=>bi(e)}>
        Copy ticket</button>
      <${Tt} label=${`More for ${A(e.hash)}`} items=${yi(e)} />
    </span>
  </li>`,_i=0;function Hu(e){let t=e.target.value.trim();clearTimeout(_i),_i=setTimeout(()=>En({tag:t}),300)}function xi(){return i`
    <div class="filters" role="search" aria-label="Blobs shown">
      <label class="offscreen" for="filter-state">State</label>
      <select id="filter-state" value=${je.value.state}
        onChange=${e=>En({state:e.target.value})}>
        <option value="">All states</option>
        <option value="complete">Complete</option>
        <option value="partial">Partial</option>
      </select>
      <label class="offscreen" for="filter-tag">Tag</label>
      <input id="filter-tag" type="search" placeholder="Exact tag"
        autocomplete="off" value=${je.value.tag} onInput=${Hu} />
    </div>`}var Uu=()=>(Ro.value||Nn.value)&&i`
  <nav class="pager" aria-label="Pages of blobs">
    <button type="button" class="button small" disabled=${!Nn.value}
      onClick=${Fo}>Previous</button>
    <span class="muted">Page ${Ra.value}</span>
    <button type="button" class="button small" disabled=${!Ro.value}
      onClick=${Ia}>Next</button>
  </nav>`;function qu(){return Fa.value?i`
      <div class="empty">
        <p><strong>No blob is like that.</strong></p>
        <button type="button" class="button small"
          onClick=${()=>En({state:"",tag:""})}>Show all</button>
      </div>`:i`
    <div class="empty">
      <p><strong>This node is empty.</strong></p>
      <p>Drop files anywhere on this page, use “Add files”, or put one in from
        a shell:</p>
      <p><code>firn add FILE</code></p>
      <p><code class="wrap">${N("PUT",y.blobs(),{file:"FILE"})}</code></p>
    </div>`}function wi(){let e=Do.value;return Rt.value&&!e?i`<${q} problem=${Rt.value}
      doing="Reading the blobs:" onRetry=${Ue} />`:e?e.length?i`
    <ul class="blobs" aria-label="Blobs">
      <li class="blob blob-head" aria-hidden="true">
        <span>Hash</span><span class="num">Size</span><span>State</span>
        <span>Tags</span><span></span>
      </li>
      ${e.map(t=>i`<${ju} key=${t.hash} blob=${t} />`)}
    </ul>
    <${Uu} />`:i`<${qu} />`:i`<p class="muted">Reading…</p>`}var Gu={waiting:"Waiting",running:"Uploading",done:"Stored",failed:"Failed",cancelled:"Stopped"},Wu={done:"good",failed:"bad",running:"busy"},ki=e=>e.state==="running"&&e.done>=e.size,Vu=e=>ki(e)?"Storing":e.state==="done"&&!e.result.created?"Known already":Gu[e.state],Xu=({u:e})=>i`
  <li class="upload" data-state=${e.state}>
    <div class="transfer-head">
      <span class=${`state ${Wu[e.state]??""}`}>${Vu(e)}</span>
      <span class="file-name">${T(e.name)}</span>
      <span class="spring"></span>
      <span class="facts-line">
        ${st(e)?O(e.size):`${O(e.done)} of ${O(e.size)}`}</span>
      ${e.result&&i`
        <${I} text=${e.result.hash} what="Hash" label="Hash" />`}
      ${e.state==="failed"&&i`
        <button type="button" class="button small" onClick=${()=>Ms(e.id)}>
          Try again</button>`}
      <button type="button" class="button bare"
        aria-label=${st(e)?`Dismiss ${T(e.name)}`:`Stop uploading ${T(e.name)}`}
        onClick=${()=>Ps(e.id)}><${oe} name="close" /></button>
    </div>
    ${!st(e)&&i`
      <${Ke} percent=${ki(e)?null:Se(e.done,e.size)}
        label=${`Upload of ${T(e.name)}`} />`}
    ${e.problem&&e.state==="failed"&&i`
      <p class="transfer-error">${e.problem.message} ${e.problem.hint}</p>`}
  </li>`;function Si(){let e=he.value;return e.length?i`
    <div class="uploads">
      <ul aria-label="Uploads">
        ${e.map(t=>i`<${Xu} key=${t.id} u=${t} />`)}
      </ul>
      ${e.length>1&&e.every(st)&&i`
        <button type="button" class="button small" onClick=${Ns}>
          Clear this list</button>`}
    </div>`:null}var Ti=()=>i`
  <main class="overview" id="main" tabindex="-1">
    <div class="side"><${Js} /><${Zs} /></div>
    <section class="card transfers-card" aria-labelledby="transfers-title">
      <div class="card-head"><h2 id="transfers-title">Transfers</h2></div>
      <${Qn} />
      <${gi} />
    </section>
    <section class="card blobs-card" aria-labelledby="blobs-title">
      <div class="card-head">
        <h2 id="blobs-title">Blobs</h2>
        <span class="spring"></span>
        <${xi} />
        <${I} text=${N("PUT",y.blobs(),{file:"FILE"})}
          what="Curl command" label="curl" />
        <${As} />
      </div>
      <${Si} />
      <${wi} />
    </section>
  </main>`;var Yu={static:"the list in the settings",mdns:"DNS-SD by Avahi",lan:"iroh’s multicast",dns:"_iroh TXT records",exchange:"peers tell of peers"},Ku={off:"Off",starting:"Starting",running:"Running",failed:"Failed"},Ju={running:"good",failed:"bad",starting:"busy"},Zu=({s:e})=>i`
  <li>
    <a href=${ee("peers",e.id)}>${T(e.name)||A(e.id)}</a>
    <span>${e.addresses.join(", ")}</span>
    <span class="muted">${Te(e.last_seen,ce.value)}</span>
  </li>`;function Qu({source:e}){let t=Object.entries(e.faults).filter(([,n])=>n>0).map(([n,o])=>`${n.replaceAll("_"," ")} ${o}×`);return i`
    <li class="source" data-name=${e.name}>
      <div class="transfer-head">
        <strong>${e.name}</strong><span class="muted">${Yu[e.name]}</span>
        <span class="spring"></span>
        <span class=${`state ${Ju[e.state]??""}`}>${Ku[e.state]??e.state}</span>
      </div>
      ${e.enabled?i`<p class="facts-line">
        ${e.announced&&"announces this node · "}found ${ie(e.discovered,"node")} ·
        ${" "}ran ${ie(e.runs,"time")}${t.length>0&&` · ${t.join(", ")}`}</p>`:i`<p class="facts-line">switched off by discovery.${e.name}.enabled</p>`}
      ${e.error&&i`<p class="transfer-error">${T(e.error)}</p>`}
      ${e.sightings.length>0&&i`
        <details class="sources"><summary>sees ${ie(e.sightings.length,"node")}</summary>
          <ul>${e.sightings.map(n=>i`<${Zu} key=${n.id} s=${n} />`)}</ul>
        </details>`}
    </li>`}function Ci(){return Ht.value?i`<${q} problem=${Ht.value}
      doing="Reading the sources:" />`:Hn.value?i`
    <ul class="source-list">${Hn.value.map(e=>i`
      <${Qu} key=${e.name} source=${e} />`)}</ul>`:i`<p class="muted">Reading…</p>`}var ed=[[/not who it should|identity/,"Another node answers there. Was its key changed, or the address given to another machine? Connect with its present id."],[/banned/,"That node has banned this one; its operator can take it back."],[/enough peers/,"It has as many links as it may have. Raise its peers.max_links."],[/refused|no protocol|closed/,"It is there and does not want this connection. Is it a node of a version that speaks with this one?"],[/unreachable|no route/,"No way leads there from this machine. Check its network and routes."],[/timed out|no answer|nothing was heard|timeout/,"Nobody answers. Is it running, and does a firewall let UDP through to its port?"]];function to(e){if(e.banned)return"It is banned here. Unban it to let it connect.";if(e.state==="connected"||e.state==="connecting")return"";if(!e.addresses.length)return"No address of it is known. Connect with id@ip:port or a ticket, or let discovery find it.";if(!e.last_error)return"";let t=e.last_error.toLowerCase();return ed.find(([n])=>n.test(t))?.[1]??"It is tried again by itself."}var te=e=>T(e.name)||A(e.id);async function an(e,t){try{await t()}catch(n){ae(n,e)}yt(),jn()}var br=e=>an(`Pinging ${te(e)}`,async()=>{let t=await P("POST",y.peerPing(e.id),{count:4}),{min:n,mean:o,max:r}=t.rtt_ms;U(`${te(e)}: ${t.received} of ${t.sent} came back in ${le(o)} (${le(n)} to ${le(r)})${t.by==="quic"?", as QUIC measures":""}`)}),$r=e=>an(`Connecting to ${te(e)}`,async()=>{await P("POST",y.peers(),{address:e.id}),U(`${te(e)} is connected`)});async function yr(e,t,n,o=!0){return await me({title:e,confirm:t,danger:o,body:n})!==null}var _r=({peer:e})=>i`
  <p><strong>${te(e)}</strong><br /><code class="wrap">${e.id}</code></p>`;async function xr(e){await yr("Disconnect and forget this peer?","Disconnect",i`
    <${_r} peer=${e} />
    <p>Its addresses and measurements are dropped. It may come back by
      discovery, or connect by itself; ban it to keep it away.</p>`)&&await an(`Disconnecting ${te(e)}`,async()=>{await P("DELETE",y.peer(e.id)),U(`${te(e)} is forgotten`),Q.value.id===e.id&&Dn("peers")})}async function wr(e){await yr("Ban this peer?","Ban",i`
    <${_r} peer=${e} />
    <p>It is disconnected and refused from now on, also after a restart, until
      the ban is taken back.</p>`)&&await an(`Banning ${te(e)}`,async()=>{await P("POST",y.peerBan(e.id)),U(`${te(e)} is banned`)})}async function kr(e){await yr("Take the ban back?","Unban",i`
    <${_r} peer=${e} />
    <p>It may connect again, and is connected to when it is found.</p>`,!1)&&await an(`Unbanning ${te(e)}`,async()=>{await P("POST",y.peerUnban(e.id)),U(`${te(e)} is not banned any more`)})}var Mi=e=>[...e.state==="connected"?[{label:"Ping",run:()=>br(e)}]:e.banned?[]:[{label:"Connect",run:()=>$r(e)}],{label:"Copy id",run:()=>Z(e.id,"Node id")},{label:"Copy curl: details",run:()=>Z(N("GET",y.peer(e.id)),"Curl command")},{label:"Disconnect…",danger:!0,run:()=>xr(e)},e.banned?{label:"Unban…",run:()=>kr(e)}:{label:"Ban…",danger:!0,run:()=>wr(e)}];function G({name:e,label:t,sorting:n,onSort:o,className:r=""}){let a=n.key===e,s=n.isDown?"descending":"ascending";return i`
    <th scope="col" class=${r} aria-sort=${a?s:void 0}>
      <button type="button" class="sort-button" onClick=${()=>o(e)}>
        ${t}<span class="sort-mark" aria-hidden="true">${a?n.isDown?"↓":"↑":""}</span></button>
    </th>`}var Pi=100,Ni={connected:"Connected",connecting:"Connecting",disconnected:"Disconnected",disconnecting:"Disconnecting",failed:"Failed"},td={connected:"good",connecting:"busy",failed:"bad"},Sr=({peer:e})=>e.banned?i`<span class="state bad">Banned</span>`:i`<span class=${`state ${td[e.state]??""}`}>${Ni[e.state]??e.state}</span>`,nd=({peer:e})=>{let t=to(e);return e.state==="connected"||!t&&!e.last_error?null:i`
    <tr class="trouble"><td colspan="10">
      ${e.last_error&&i`<span class="transfer-error">${T(e.last_error)}</span>`}
      ${" "}${t&&i`<span class="muted">${t}</span>`}</td></tr>`};function od({peer:e,isChosen:t}){let n=B.value==="bits",o=e.state==="connected",r=a=>o?a:"–";return i`
    <tr class=${t?"selected":""} data-id=${e.id} data-state=${e.state}>
      <th scope="row">
        <a href=${ee("peers",e.id)} aria-current=${t?"true":void 0}>${te(e)}</a>
        <span class="sub muted">${e.name&&i`<code>${A(e.id)}</code>`}
          ${e.kind==="iroh"&&i`<span>iroh</span>`}
          ${e.pinned&&i`<span title="Connected to again whenever it is lost">pinned</span>`}</span>
      </th>
      <td><${Sr} peer=${e} /></td>
      <td class="num">${r(le(e.rtt_ms))}</td>
      <td class="num second">${r(ze(e.loss))}</td>
      <td class="num extra">${r(Ae(e.rx_bps,n))}</td>
      <td class="num extra">${r(Ae(e.tx_bps,n))}</td>
      <td class="num extra">${r(e.score.toFixed(2))}</td>
      <td class="num extra">${e.reputation}</td>
      <td class="num extra">${e.reconnects}</td>
      <td class="cell-menu"><${Tt} label=${`More for ${te(e)}`}
        items=${Mi(e)} /></td>
    </tr>
    <${nd} peer=${e} />`}var rd=()=>{let e={sorting:jt.value,onSort:ts};return i`
    <tr>
      <${G} name="name" label="Peer" ...${e} />
      <${G} name="state" label="State" ...${e} />
      <${G} name="rtt" label="RTT" className="num" ...${e} />
      <${G} name="loss" label="Loss" className="num second" ...${e} />
      <${G} name="rx" label="In" className="num extra" ...${e} />
      <${G} name="tx" label="Out" className="num extra" ...${e} />
      <${G} name="score" label="Score" className="num extra" ...${e} />
      <${G} name="reputation" label="Reputation" className="num extra" ...${e} />
      <${G} name="reconnects" label="Reconnects" className="num extra" ...${e} />
      <th scope="col"><span class="offscreen">Actions</span></th>
    </tr>`};function Ei(){let e=ns.value??{},t=(n,o)=>i`
    <option value=${n}>${o}${e[n]?` (${e[n]})`:""}</option>`;return i`
    <label class="offscreen" for="peer-state">State</label>
    <select id="peer-state" class="narrow" value=${Ee.value}
      onChange=${n=>{Ee.value=n.target.value}}>
      <option value="">All states${e.known?` (${e.known})`:""}</option>
      ${Object.entries(Ni).map(([n,o])=>t(n,o))}
      ${t("banned","Banned")}
    </select>`}var ad=()=>i`
  <div class="empty">
    <p><strong>${Ee.value?"No peer is like that.":"No peer is known yet."}</strong></p>
    ${Ee.value?i`
      <button type="button" class="button small"
        onClick=${()=>{Ee.value=""}}>Show all</button>`:i`
      <p>Nodes on the same network find each other by themselves. For others
        paste an address or a ticket above, or run</p>
      <p><code>firn connect ID@IP:PORT</code></p>`}
  </div>`;function zi(){let[e,t]=E(Pi),n=es.value,o=Bn.value;return o&&!n?i`<${q} problem=${o} doing="Reading the peers:"
      onRetry=${yt} />`:n?i`
    ${o&&i`<${q} problem=${o} doing="Reading the peers:" />`}
    ${n.length?i`
      <table class="table peers">
        <caption class="offscreen">Peers</caption>
        <thead><${rd} /></thead>
        <tbody>${n.slice(0,e).map(r=>i`
          <${od} key=${r.id} peer=${r} isChosen=${r.id===Q.value.id} />`)}</tbody>
      </table>`:i`<${ad} />`}
    ${n.length>e&&i`
      <div class="pager"><button type="button" class="button small"
        onClick=${()=>t(e+4*Pi)}>
        Show more (${n.length-e} left)</button></div>`}
    ${Go.value&&i`<p class="muted">There are more; the first
      ${n.length.toLocaleString("en-US")} by id are here.</p>`}`:i`<p class="muted">Reading…</p>`}var Tr=240,no=48;function sd(e,t){let n=Tr/Math.max(1,e.length-1),o="",r=!1;return e.forEach((a,s)=>{if(a==null){r=!1;return}let l=no-2-a/t*(no-6);o+=`${r?"L":"M"}${(s*n).toFixed(1)} ${l.toFixed(1)}`,r=!0}),o}function sn({name:e,values:t,format:n,tone:o=""}){let r=t.filter(u=>u!=null);if(!r.length)return i`<p class="spark"><span class="spark-name">${e}</span>${" "}
      <span class="muted">not measured yet</span></p>`;let a=Math.max(...r),s=n(r.at(-1)),l=sd(t,a||1);return i`
    <figure class="spark">
      <figcaption><span class="spark-name">${e}</span>
        <strong class="num">${s}</strong>
        <span class="muted num">at most ${n(a)}</span></figcaption>
      <svg class=${`spark-line ${o}`} viewBox=${`0 0 ${Tr} ${no}`}
        preserveAspectRatio="none" role="img"
        aria-label=${`${e} of the last minute: ${s} now, ${n(a)} at most`}>
        <path class="spark-base" d=${`M0 ${no-1}H${Tr}`} />
        <path d=${l} />
      </svg>
    </figure>`}var id={firn:"Firn node",iroh:"stock iroh endpoint",unknown:"not known yet"},ld=({p:e})=>i`
  <div class="action-row">
    ${e.state==="connected"?i`<button type="button" class="button small" onClick=${()=>br(e)}>Ping</button>`:!e.banned&&i`<button type="button" class="button small"
          onClick=${()=>$r(e)}>Connect</button>`}
    <button type="button" class="button small" onClick=${()=>xr(e)}>Disconnect…</button>
    ${e.banned?i`<button type="button" class="button small" onClick=${()=>kr(e)}>Unban…</button>`:i`<button type="button" class="button small" onClick=${()=>wr(e)}>Ban…</button>`}
    <${I} text=${N("GET",y.peer(e.id))} what="Curl command" label="curl" />
    <a class="button small" href=${ee("topology",e.id)}>In the topology</a>
  </div>`;function cd({p:e}){if(!e.samples.length)return null;let t=B.value==="bits",n=r=>e.samples.map(a=>a[r]),o=r=>be(r,t);return i`
    <section aria-label="The last minute">
      <h3>The last minute</h3>
      <div class="sparks">
        <${sn} name="RTT" values=${n("rtt_ms")} format=${le} />
        <${sn} name="In" values=${n("rx_bps")} format=${o} />
        <${sn} name="Out" values=${n("tx_bps")} format=${o} />
        <${sn} name="Loss" values=${n("loss")} format=${ze} tone="bad" />
      </div>
    </section>`}var ud=({list:e})=>i`
  <section aria-label="Addresses">
    <h3>Addresses</h3>
    ${e.length?i`
      <table class="table dense">
        <thead><tr><th scope="col">Address</th><th scope="col">From</th>
          <th scope="col">Worked</th></tr></thead>
        <tbody>${e.map(t=>i`
          <tr key=${t.addr}><th scope="row"><code class="wrap">${t.addr}</code></th>
            <td>${t.source}</td><td>${Te(t.last_ok,ce.value)}</td></tr>`)}</tbody>
      </table>`:i`<p class="muted">None is known.</p>`}
  </section>`,dd={served:"served",wrong_data:"wrong data",stalled:"stalled",timed_out:"timed out",broke_protocol:"broke the protocol"};function fd({p:e}){let t=e.state==="connected",n=Object.entries(e.deeds).filter(([,o])=>o>0).map(([o,r])=>`${dd[o]??o} ${r}×`);return i`
    <dl class="facts tight">
      <${S} name="Id"><${Ye} text=${e.id} what="Node id" /></${S}>
      <${S} name="Kind">${id[e.kind]??e.kind}${e.agent&&`, ${T(e.agent)}`}</${S}>
      <${S} name="Since">${Te(e.since,ce.value)}</${S}>
      <${S} name="Found by">${e.discovered_by}${e.pinned&&", pinned"}</${S}>
      ${t&&i`
        <${S} name="Path"><span title=${e.path?.why}>${e.path?.addr??"–"}</span>
          ${e.direction&&i`<span class="muted"> ${e.direction==="in"?"it dialled":"we dialled"}</span>`}</${S}>
        <${S} name="RTT">${le(e.rtt_ms)}
          <span class="muted"> ± ${le(e.rtt_var_ms)}</span></${S}>
        <${S} name="Loss">${ze(e.loss)}</${S}>
        <${S} name="Window">${O(e.quality.cwnd)}</${S}>
        <${S} name="Received, sent">${O(e.quality.rx_bytes)}, ${O(e.quality.tx_bytes)}</${S}>
        ${e.observed&&i`<${S} name="Sees this node at"><code>${e.observed}</code></${S}>`}`}
      <${S} name="Score">${e.score.toFixed(2)}</${S}>
      <${S} name="Reputation">${e.reputation}
        ${n.length>0&&i`<span class="muted"> ${n.join(", ")}</span>`}</${S}>
      <${S} name="Reconnects">${e.reconnects}</${S}>
      ${!t&&e.next_dial_in_s!=null&&i`
        <${S} name="Tried again in">${re(e.next_dial_in_s)}</${S}>`}
      ${!t&&i`<${S} name="Last connected">${Te(e.last_connected,ce.value)}</${S}>`}
    </dl>`}function Ai(){let e=In.value;if($t.value)return i`<${q} problem=${$t.value}
      doing="Reading the peer:" onRetry=${jn} />`;if(!e)return i`<p class="muted">Reading…</p>`;let t=to(e);return i`
    <div class="card-head">
      <h2 class="file-name" id="peer-title">${te(e)}</h2>
      <${Sr} peer=${e} />
      <span class="spring"></span>
      <a class="button small" href=${ee("peers")}>Close</a>
    </div>
    ${e.last_error&&i`
      <div class=${e.state==="connected"?"note":"problem"}>
        <p><strong>Last error:</strong> ${T(e.last_error)}</p>
        ${t&&i`<p class="muted">${t}</p>`}</div>`}
    ${!e.last_error&&t&&i`<div class="note"><p>${t}</p></div>`}
    <${ld} p=${e} />
    <${fd} p=${e} />
    <${cd} p=${e} />
    <${ud} list=${e.addresses} />`}var Li={message:"This is neither id@ip:port, nor an id (64 hex digits), nor a ticket."};function Oi(){let[e,t]=E(""),[n,o]=E(null),[r,a]=E(!1),s=async u=>{u.preventDefault();let c=mr(e);if(!c)return o(Li);a(!0),o(null);try{let f=await P("POST",y.peers(),c);U(`${te(f)} is connected`),t(""),yt()}catch(f){o(f)}return a(!1)},l=()=>{let u=mr(e);u?Z(N("POST",y.peers(),{body:u}),"Curl command"):o(Li)};return i`
    <form class="transfer-form" onSubmit=${s} novalidate>
      <div class="field grow">
        <label for="connect-to">Address or ticket of a node</label>
        <input id="connect-to" type="text" autocomplete="off" spellcheck=${!1}
          placeholder="id@ip:port, id, or node…" value=${e}
          aria-invalid=${String(!!n)}
          aria-describedby=${n?"connect-error":void 0}
          onInput=${u=>{t(u.target.value),o(null)}} />
      </div>
      <div class="form-actions">
        <button type="submit" class="button primary" disabled=${r}>
          ${r?"Connecting…":"Connect"}</button>
        <button type="button" class="button" onClick=${l}
          title="Copy this request as a curl command">curl</button>
      </div>
      ${n&&i`
        <p class="form-error" id="connect-error" role="alert">
          ${n.message}${n.hint&&i` <span>${n.hint}</span>`}</p>`}
    </form>`}function pd(){return z(Ja,[Q.value.id]),i`
    <section class="card details-card" aria-label="The chosen peer">
      <${Ai} /></section>`}function Di(){return z(Fn,[]),z(Za,[]),i`
    <main class="page peers-page" id="main" tabindex="-1">
      ${Q.value.id&&i`<${pd} />`}
      <section class="card list-card" aria-labelledby="peers-title">
        <div class="card-head">
          <h2 id="peers-title">Peers</h2>
          <span class="spring"></span>
          <${Ei} />
          <${I} text=${N("GET",y.peers())} what="Curl command"
            label="curl" />
        </div>
        <${Oi} />
        <${zi} />
      </section>
      <section class="card discovery-card" aria-labelledby="discovery-title">
        <div class="card-head">
          <h2 id="discovery-title">How peers are found</h2>
          <span class="spring"></span>
          <${I} text=${N("GET",y.discovery())}
            what="Curl command" label="curl" />
        </div>
        <${Ci} />
      </section>
    </main>`}var md=[{word:"good",rttMs:50,loss:.005},{word:"fair",rttMs:200,loss:.02}];function Bi({rtt_ms:e,loss:t}){if(e==null&&t==null)return"unknown";let n=o=>(e??0)<=o.rttMs&&(t??0)<=o.loss;return md.find(n)?.word??"poor"}var Ri={good:"up to 50 ms, 0.5 % loss",fair:"up to 200 ms, 2 % loss",poor:"slower or lossier",unknown:"not measured",lost:"gone"};function Fi(e){return e>1e3?Math.min(6,1+Math.floor(Math.log10(e/1e3)+1)):1}var hd=["surface","text","accent","bad","link-good","link-fair","link-poor","link-unknown","link-lost"];function Cr(e){let t=getComputedStyle(e);return Object.fromEntries(hd.map(n=>[n,t.getPropertyValue(`--${n}`).trim()]))}var gd={poor:[6,3],unknown:[2,3],lost:[4,4]},vd=["unknown","good","fair","poor","lost"],cn=e=>us(e)?"lost":Bi(e.data),bd=e=>T(e.data.name)||A(e.id);function Mr(e,t){let n=t==="bytes"?r=>r.data.bytes??0:r=>r.degree,o=1;for(let r of e.nodes.values())o=Math.max(o,n(r));for(let r of e.nodes.values())r.radius=5+9*Math.sqrt(n(r)/o)+(r.data.state==="self"?3:0)}function $d(e){let t=new Map;for(let n of e.links.values()){let o=cn(n),r=o==="lost"?2:Fi((n.data.rx_bps??0)+(n.data.tx_bps??0)),a=`${vd.indexOf(o)}${r}`;t.has(a)||t.set(a,{key:a,look:o,width:r,links:[]}),t.get(a).links.push(n)}return[...t.values()].sort((n,o)=>n.key<o.key?-1:1)}var Hi=300;function yd(e,{source:t,target:n}){e.moveTo(t.x,t.y),e.lineTo(n.x,n.y)}function _d(e,{source:t,target:n},o,r){let a=Math.hypot(n.x-t.x,n.y-t.y)||1,s=(t.y-n.y)/a*r,l=(n.x-t.x)/a*r;for(let u=(1-o)/2;u<o/2;u++)e.moveTo(t.x+u*s,t.y+u*l),e.lineTo(n.x+u*s,n.y+u*l)}function Ii(e,t,n,{pixel:o,ratio:r,isCrowded:a}){let s=o/r;e.beginPath(),e.lineWidth=a?s:n*o;for(let l of t)a?_d(e,l,Math.round(n*r),s):yd(e,l);e.stroke()}function xd(e,t){let{colors:n,groups:o,focus:r,selected:a}=t,s=r!==null,l=t.isCrowded?.45:.9,u=({source:c,target:f})=>r.has(c)&&r.has(f)&&(!a||c===a||f===a);for(let{look:c,width:f,links:b}of o)e.strokeStyle=n[`link-${c}`],e.setLineDash(b.length>Hi?[]:(gd[c]??[]).map(p=>p*t.pixel)),e.globalAlpha=c==="lost"?1:s?.1:l,Ii(e,b,f,t),s&&(e.globalAlpha=1,Ii(e,b.filter(u),f+1,{...t,isCrowded:!1}));e.setLineDash([]),e.globalAlpha=1}function ln(e,t,n){e.beginPath();for(let o of t){let r=o.radius+n;e.moveTo(o.x+r,o.y),e.arc(o.x,o.y,r,0,2*Math.PI)}}function wd(e,t){e.beginPath();for(let n of t){let o=n.radius*.45;e.moveTo(n.x-o,n.y-o),e.lineTo(n.x+o,n.y+o),e.moveTo(n.x+o,n.y-o),e.lineTo(n.x-o,n.y+o)}}var Ce=e=>e.goneAt||e.data.state==="lost"?"lost":e.data.state,Ui={reachable(e,t,{colors:n,scale:o}){ln(e,t,0),e.fillStyle=n.surface,e.strokeStyle=n.accent,e.lineWidth=2/o,e.fill(),e.stroke()},connected(e,t,{colors:n,scale:o}){ln(e,t,0),e.fillStyle=n.accent,e.strokeStyle=n.surface,e.lineWidth=1/o,e.fill(),e.stroke()},lost(e,t,{colors:n,scale:o}){ln(e,t,0),e.fillStyle=n.surface,e.strokeStyle=n.bad,e.lineWidth=1.5/o,e.fill(),e.stroke(),wd(e,t),e.stroke()},self(e,t,n){let{colors:o,scale:r}=n;ln(e,t,4/r),e.fillStyle=o.surface,e.strokeStyle=o.accent,e.lineWidth=2/r,e.fill(),e.stroke(),Ui.connected(e,t,n)}};function kd(e,t){let n={lost:[],reachable:[],connected:[],self:[]},o=r=>t.focus!==null&&!t.focus.has(r);for(let r of[!0,!1]){for(let a of Object.values(n))a.length=0;for(let a of t.graph.nodes.values())o(a)===r&&(n[Ce(a)]??n.reachable).push(a);e.globalAlpha=r?.25:1;for(let[a,s]of Object.entries(n))s.length&&Ui[a](e,s,t)}t.selected&&(ln(e,[t.selected],8/t.scale),e.strokeStyle=t.colors.text,e.lineWidth=2/t.scale,e.stroke())}var ji=(e,t)=>(t===e.selected?4e6:0)+(t===e.hovered?2e6:0)+(t.data.state==="self"?1e6:0)+(e.focus?.has(t)?1e4:0)+t.radius;function Sd(e,t){let{colors:n,toScreen:o,width:r,height:a}=t,s=[],l=c=>s.every(f=>c.x1<f.x0||c.x0>f.x1||c.y1<f.y0||c.y0>f.y1),u=t.graph.nodes.size>150?40:150;e.font=t.font,e.textAlign="center",e.textBaseline="top",e.lineJoin="round",e.lineWidth=3;for(let c of t.byWeight){if(s.length>=u)break;if(t.focus&&!t.focus.has(c)&&c!==t.hovered)continue;let f=o(c),b=f.y+c.radius*t.scale+4;if(f.x<0||f.x>r||f.y<0||b>a)continue;if(!c.label||c.labelOf!==c.data.name){c.labelOf=c.data.name;let g=bd(c);c.label=g.length>24?`${g.slice(0,23)}…`:g,c.labelWidth=e.measureText(c.label).width}let p=c.labelWidth/2+3,d={x0:f.x-p,x1:f.x+p,y0:b-1,y1:b+15};l(d)&&(s.push(d),e.globalAlpha=Ce(c)==="lost"?.75:1,e.strokeStyle=n.surface,e.strokeText(c.label,f.x,b),e.fillStyle=n.text,e.fillText(c.label,f.x,b))}e.globalAlpha=1}function Pr(e){e.groups=$d(e.graph),oo(e)}function oo(e){e.byWeight=[...e.graph.nodes.values()].sort((t,n)=>ji(e,n)-ji(e,t))}function Nr(e,t){let{view:n,ratio:o,width:r,height:a}=t;t.scale=n.k,t.isCrowded=t.graph.links.size>Hi,t.pixel=1/n.k,t.toScreen=s=>({x:s.x*n.k+n.x,y:s.y*n.k+n.y}),e.setTransform(o,0,0,o,0,0),e.clearRect(0,0,r,a),e.save(),e.translate(n.x,n.y),e.scale(n.k,n.k),xd(e,t),kd(e,t),e.restore(),Sd(e,t)}var ro={self:"This node",connected:"Connected",reachable:"Reachable",lost:"Lost"},Td={self:"busy",connected:"good",lost:"bad"},zr=({state:e})=>i`
  <span class=${`state ${Td[e]??""}`}>${ro[e]??e}</span>`,qi=({look:e})=>i`
  <span class="link-word"><span class=${`swatch ${e}`}></span>${e}</span>`,Oe=e=>T(e.data.name)||A(e.id);function Cd(e,t){let{rx_bps:n,tx_bps:o,from:r}=e.data;return r===t.id?{rx:n,tx:o}:{rx:o,tx:n}}function Md({link:e,node:t,onSelect:n}){let o=Ut(e,t),{rx:r,tx:a}=Cd(e,t),s=B.value==="bits",l=cn(e);return i`
    <tr>
      <th scope="row"><button type="button" class="link-button"
        onClick=${()=>n(o)}>${Oe(o)}</button></th>
      <td><span class=${`swatch ${l}`}></span><span class="offscreen">${l}</span></td>
      <td class="num">${l==="lost"?"lost":le(e.data.rtt_ms)}</td>
      <td class="num">${ze(e.data.loss)}</td>
      <td class="num">${Ae(r,s)}</td>
      <td class="num">${Ae(a,s)}</td>
    </tr>`}var Pd=({node:e,at:t,onSelect:n})=>i`
  <div class="table-box" tabindex="0" role="region" aria-label="Links of this node">
    <table class="table dense">
      <thead><tr>
        <th scope="col">To</th>
        <th scope="col"><span class="offscreen">Quality</span></th>
        <th scope="col" class="num">RTT</th><th scope="col" class="num">Loss</th>
        <th scope="col" class="num">In</th><th scope="col" class="num">Out</th>
      </tr></thead>
      <tbody>${e.links.map(o=>i`
        <${Md} key=${o.key} link=${o} node=${e}
          at=${t} onSelect=${n} />`)}</tbody>
    </table>
  </div>`,Er=(e,t)=>e==null?"not told":t(e),Gi=({node:e,at:t,onSelect:n,onClose:o})=>{let r=e.data,a=r.state==="connected"||r.state==="lost";return i`
    <div class="details" data-id=${e.id}>
      <div class="card-head">
        <h3 class="file-name">${Oe(e)}</h3>
        <${zr} state=${Ce(e)} />
        <span class="spring"></span>
        <button type="button" class="button small" onClick=${o}>Close</button>
      </div>
      <dl class="facts tight">
        <${S} name="Id"><${Ye} text=${e.id} what="Node id" /></${S}>
        <${S} name="Version">${T(r.version)||"not told"}</${S}>
        <${S} name="Up for">${Er(r.uptime_s,re)}</${S}>
        <${S} name="Blobs">${Er(r.blobs,s=>s.toLocaleString("en-US"))}</${S}>
        <${S} name="Holds"><span title=${ge(r.bytes)}>${Er(r.bytes,O)}</span></${S}>
        <${S} name="Links">${ie(e.degree,"link")}</${S}>
      </dl>
      <div class="action-row">
        ${a&&i`
          <a class="button small" href=${ee("peers",e.id)}>Peer page</a>`}
        <${I} what="Curl command" label="curl"
          text=${N("GET",a?y.peer(e.id):y.topology())} />
      </div>
      ${e.links.length>0&&i`<${Pd} node=${e}
        at=${t} onSelect=${n} />`}
    </div>`};function Nd(e){let t=+this._x.call(null,e),n=+this._y.call(null,e);return Vi(this.cover(t,n),t,n,e)}function Vi(e,t,n,o){if(isNaN(t)||isNaN(n))return e;var r,a=e._root,s={data:o},l=e._x0,u=e._y0,c=e._x1,f=e._y1,b,p,d,g,h,m,v,$;if(!a)return e._root=s,e;for(;a.length;)if((h=t>=(b=(l+c)/2))?l=b:c=b,(m=n>=(p=(u+f)/2))?u=p:f=p,r=a,!(a=a[v=m<<1|h]))return r[v]=s,e;if(d=+e._x.call(null,a.data),g=+e._y.call(null,a.data),t===d&&n===g)return s.next=a,r?r[v]=s:e._root=s,e;do r=r?r[v]=new Array(4):e._root=new Array(4),(h=t>=(b=(l+c)/2))?l=b:c=b,(m=n>=(p=(u+f)/2))?u=p:f=p;while((v=m<<1|h)===($=(g>=p)<<1|d>=b));return r[$]=a,r[v]=s,e}function Ed(e){Array.isArray(e)||(e=Array.from(e));let t=e.length,n=new Float64Array(t),o=new Float64Array(t),r=1/0,a=r,s=-r,l=s;for(let u=0,c,f,b;u<t;++u){if(isNaN(f=+this._x.call(null,c=e[u]))||isNaN(b=+this._y.call(null,c))){n[u]=NaN;continue}n[u]=f,o[u]=b,f<r&&(r=f),f>s&&(s=f),b<a&&(a=b),b>l&&(l=b)}if(r>s||a>l)return this;this.cover(r,a).cover(s,l);for(let u=0;u<t;++u)Vi(this,n[u],o[u],e[u]);return this}function zd(e,t){if(isNaN(e=+e)||isNaN(t=+t))return this;var n=this._x0,o=this._y0,r=this._x1,a=this._y1;if(isNaN(n))r=(n=Math.floor(e))+1,a=(o=Math.floor(t))+1;else{for(var s=r-n||1,l=this._root,u,c;n>e||e>=r||o>t||t>=a;)switch(c=(t<o)<<1|e<n,u=new Array(4),u[c]=l,l=u,s*=2,c){case 0:r=n+s,a=o+s;break;case 1:n=r-s,a=o+s;break;case 2:r=n+s,o=a-s;break;case 3:n=r-s,o=a-s;break}this._root&&this._root.length&&(this._root=l)}return this._x0=n,this._y0=o,this._x1=r,this._y1=a,this}function Ad(){var e=[];return this.visit(function(t){if(!t.length)do e.push(t.data);while(t=t.next)}),e}function Ld(e){return arguments.length?this.cover(+e[0][0],+e[0][1]).cover(+e[1][0],+e[1][1]):isNaN(this._x0)?void 0:[[this._x0,this._y0],[this._x1,this._y1]]}function ue(e,t,n,o,r){this.node=e,this.x0=t,this.y0=n,this.x1=o,this.y1=r}function Od(e,t,n){var o,r=this._x0,a=this._y0,s,l,u,c,f=this._x1,b=this._y1,p=[],d=this._root,g,h;for(d&&p.push(new ue(d,r,a,f,b)),n==null?n=1/0:(r=e-n,a=t-n,f=e+n,b=t+n,n*=n);g=p.pop();)if(!(!(d=g.node)||(s=g.x0)>f||(l=g.y0)>b||(u=g.x1)<r||(c=g.y1)<a))if(d.length){var m=(s+u)/2,v=(l+c)/2;p.push(new ue(d[3],m,v,u,c),new ue(d[2],s,v,m,c),new ue(d[1],m,l,u,v),new ue(d[0],s,l,m,v)),(h=(t>=v)<<1|e>=m)&&(g=p[p.length-1],p[p.length-1]=p[p.length-1-h],p[p.length-1-h]=g)}else{var $=e-+this._x.call(null,d.data),w=t-+this._y.call(null,d.data),x=$*$+w*w;if(x<n){var R=Math.sqrt(n=x);r=e-R,a=t-R,f=e+R,b=t+R,o=d.data}}return o}function Dd(e){if(isNaN(f=+this._x.call(null,e))||isNaN(b=+this._y.call(null,e)))return this;var t,n=this._root,o,r,a,s=this._x0,l=this._y0,u=this._x1,c=this._y1,f,b,p,d,g,h,m,v;if(!n)return this;if(n.length)for(;;){if((g=f>=(p=(s+u)/2))?s=p:u=p,(h=b>=(d=(l+c)/2))?l=d:c=d,t=n,!(n=n[m=h<<1|g]))return this;if(!n.length)break;(t[m+1&3]||t[m+2&3]||t[m+3&3])&&(o=t,v=m)}for(;n.data!==e;)if(r=n,!(n=n.next))return this;return(a=n.next)&&delete n.next,r?(a?r.next=a:delete r.next,this):t?(a?t[m]=a:delete t[m],(n=t[0]||t[1]||t[2]||t[3])&&n===(t[3]||t[2]||t[1]||t[0])&&!n.length&&(o?o[v]=n:this._root=n),this):(this._root=a,this)}function Bd(e){for(var t=0,n=e.length;t<n;++t)this.remove(e[t]);return this}function Rd(){return this._root}function Fd(){var e=0;return this.visit(function(t){if(!t.length)do++e;while(t=t.next)}),e}function Id(e){var t=[],n,o=this._root,r,a,s,l,u;for(o&&t.push(new ue(o,this._x0,this._y0,this._x1,this._y1));n=t.pop();)if(!e(o=n.node,a=n.x0,s=n.y0,l=n.x1,u=n.y1)&&o.length){var c=(a+l)/2,f=(s+u)/2;(r=o[3])&&t.push(new ue(r,c,f,l,u)),(r=o[2])&&t.push(new ue(r,a,f,c,u)),(r=o[1])&&t.push(new ue(r,c,s,l,f)),(r=o[0])&&t.push(new ue(r,a,s,c,f))}return this}function jd(e){var t=[],n=[],o;for(this._root&&t.push(new ue(this._root,this._x0,this._y0,this._x1,this._y1));o=t.pop();){var r=o.node;if(r.length){var a,s=o.x0,l=o.y0,u=o.x1,c=o.y1,f=(s+u)/2,b=(l+c)/2;(a=r[0])&&t.push(new ue(a,s,l,f,b)),(a=r[1])&&t.push(new ue(a,f,l,u,b)),(a=r[2])&&t.push(new ue(a,s,b,f,c)),(a=r[3])&&t.push(new ue(a,f,b,u,c))}n.push(o)}for(;o=n.pop();)e(o.node,o.x0,o.y0,o.x1,o.y1);return this}function Hd(e){return e[0]}function Ud(e){return arguments.length?(this._x=e,this):this._x}function qd(e){return e[1]}function Gd(e){return arguments.length?(this._y=e,this):this._y}function ao(e,t,n){var o=new Ar(t??Hd,n??qd,NaN,NaN,NaN,NaN);return e==null?o:o.addAll(e)}function Ar(e,t,n,o,r,a){this._x=e,this._y=t,this._x0=n,this._y0=o,this._x1=r,this._y1=a,this._root=void 0}function Wi(e){for(var t={data:e.data},n=t;e=e.next;)n=n.next={data:e.data};return t}var de=ao.prototype=Ar.prototype;de.copy=function(){var e=new Ar(this._x,this._y,this._x0,this._y0,this._x1,this._y1),t=this._root,n,o;if(!t)return e;if(!t.length)return e._root=Wi(t),e;for(n=[{source:t,target:e._root=new Array(4)}];t=n.pop();)for(var r=0;r<4;++r)(o=t.source[r])&&(o.length?n.push({source:o,target:t.target[r]=new Array(4)}):t.target[r]=Wi(o));return e};de.add=Nd;de.addAll=Ed;de.cover=zd;de.data=Ad;de.extent=Ld;de.find=Od;de.remove=Dd;de.removeAll=Bd;de.root=Rd;de.size=Fd;de.visit=Id;de.visitAfter=jd;de.x=Ud;de.y=Gd;var Wd={value:()=>{}};function Lr(){for(var e=0,t=arguments.length,n={},o;e<t;++e){if(!(o=arguments[e]+"")||o in n||/[\s.]/.test(o))throw new Error("illegal type: "+o);n[o]=[]}return new so(n)}function so(e){this._=e}function Vd(e,t){return e.trim().split(/^|\s+/).map(function(n){var o="",r=n.indexOf(".");if(r>=0&&(o=n.slice(r+1),n=n.slice(0,r)),n&&!t.hasOwnProperty(n))throw new Error("unknown type: "+n);return{type:n,name:o}})}so.prototype=Lr.prototype={constructor:so,on:function(e,t){var n=this._,o=Vd(e+"",n),r,a=-1,s=o.length;if(arguments.length<2){for(;++a<s;)if((r=(e=o[a]).type)&&(r=Xd(n[r],e.name)))return r;return}if(t!=null&&typeof t!="function")throw new Error("invalid callback: "+t);for(;++a<s;)if(r=(e=o[a]).type)n[r]=Xi(n[r],e.name,t);else if(t==null)for(r in n)n[r]=Xi(n[r],e.name,null);return this},copy:function(){var e={},t=this._;for(var n in t)e[n]=t[n].slice();return new so(e)},call:function(e,t){if((r=arguments.length-2)>0)for(var n=new Array(r),o=0,r,a;o<r;++o)n[o]=arguments[o+2];if(!this._.hasOwnProperty(e))throw new Error("unknown type: "+e);for(a=this._[e],o=0,r=a.length;o<r;++o)a[o].value.apply(t,n)},apply:function(e,t,n){if(!this._.hasOwnProperty(e))throw new Error("unknown type: "+e);for(var o=this._[e],r=0,a=o.length;r<a;++r)o[r].value.apply(t,n)}};function Xd(e,t){for(var n=0,o=e.length,r;n<o;++n)if((r=e[n]).name===t)return r.value}function Xi(e,t,n){for(var o=0,r=e.length;o<r;++o)if(e[o].name===t){e[o]=Wd,e=e.slice(0,o).concat(e.slice(o+1));break}return n!=null&&e.push({name:t,value:n}),e}var Ct=0,dn=0,un=0,Ki=1e3,io,fn,lo=0,dt=0,co=0,pn=typeof performance=="object"&&performance.now?performance:Date,Ji=typeof window=="object"&&window.requestAnimationFrame?window.requestAnimationFrame.bind(window):function(e){setTimeout(e,17)};function Zi(){return dt||(Ji(Yd),dt=pn.now()+co)}function Yd(){dt=0}function Or(){this._call=this._time=this._next=null}Or.prototype=Br.prototype={constructor:Or,restart:function(e,t,n){if(typeof e!="function")throw new TypeError("callback is not a function");n=(n==null?Zi():+n)+(t==null?0:+t),!this._next&&fn!==this&&(fn?fn._next=this:io=this,fn=this),this._call=e,this._time=n,Dr()},stop:function(){this._call&&(this._call=null,this._time=1/0,Dr())}};function Br(e,t,n){var o=new Or;return o.restart(e,t,n),o}function Kd(){Zi(),++Ct;for(var e=io,t;e;)(t=dt-e._time)>=0&&e._call.call(void 0,t),e=e._next;--Ct}function Yi(){dt=(lo=pn.now())+co,Ct=dn=0;try{Kd()}finally{Ct=0,Zd(),dt=0}}function Jd(){var e=pn.now(),t=e-lo;t>Ki&&(co-=t,lo=e)}function Zd(){for(var e,t=io,n,o=1/0;t;)t._call?(o>t._time&&(o=t._time),e=t,t=t._next):(n=t._next,t._next=null,t=e?e._next=n:io=n);fn=e,Dr(o)}function Dr(e){if(!Ct){dn&&(dn=clearTimeout(dn));var t=e-dt;t>24?(e<1/0&&(dn=setTimeout(Yi,Math.ceil(e-pn.now()-co)+1)),un&&(un=clearInterval(un))):(un||(lo=pn.now(),un=setInterval(Jd,Ki)),Ct=1,Ji(Yi))}}function fe(e){return function(){return e}}function Je(e){return(e()-.5)*1e-6}function Qd(e){return e.x+e.vx}function ef(e){return e.y+e.vy}function tl(e){var t,n,o,r=1,a=1;typeof e!="function"&&(e=fe(e==null?1:+e));function s(){for(var c,f=t.length,b,p,d,g,h,m,v=0;v<a;++v)for(b=ao(t,Qd,ef).visitAfter(l),c=0;c<f;++c)p=t[c],h=n[p.index],m=h*h,d=p.x+p.vx,g=p.y+p.vy,b.visit($);function $(w,x,R,W,V){var F=w.data,ne=w.r,_=h+ne;if(F){if(F.index>p.index){var M=d-F.x-F.vx,L=g-F.y-F.vy,C=M*M+L*L;C<_*_&&(M===0&&(M=Je(o),C+=M*M),L===0&&(L=Je(o),C+=L*L),C=(_-(C=Math.sqrt(C)))/C*r,p.vx+=(M*=C)*(_=(ne*=ne)/(m+ne)),p.vy+=(L*=C)*_,F.vx-=M*(_=1-_),F.vy-=L*_)}return}return x>d+_||W<d-_||R>g+_||V<g-_}}function l(c){if(c.data)return c.r=n[c.data.index];for(var f=c.r=0;f<4;++f)c[f]&&c[f].r>c.r&&(c.r=c[f].r)}function u(){if(t){var c,f=t.length,b;for(n=new Array(f),c=0;c<f;++c)b=t[c],n[b.index]=+e(b,c,t)}}return s.initialize=function(c,f){t=c,o=f,u()},s.iterations=function(c){return arguments.length?(a=+c,s):a},s.strength=function(c){return arguments.length?(r=+c,s):r},s.radius=function(c){return arguments.length?(e=typeof c=="function"?c:fe(+c),u(),s):e},s}function tf(e){return e.index}function Qi(e,t){var n=e.get(t);if(!n)throw new Error("node not found: "+t);return n}function nl(e){var t=tf,n=b,o,r=fe(30),a,s,l,u,c,f=1;e==null&&(e=[]);function b(m){return 1/Math.min(l[m.source.index],l[m.target.index])}function p(m){for(var v=0,$=e.length;v<f;++v)for(var w=0,x,R,W,V,F,ne,_;w<$;++w)x=e[w],R=x.source,W=x.target,V=W.x+W.vx-R.x-R.vx||Je(c),F=W.y+W.vy-R.y-R.vy||Je(c),ne=Math.sqrt(V*V+F*F),ne=(ne-a[w])/ne*m*o[w],V*=ne,F*=ne,W.vx-=V*(_=u[w]),W.vy-=F*_,R.vx+=V*(_=1-_),R.vy+=F*_}function d(){if(s){var m,v=s.length,$=e.length,w=new Map(s.map((R,W)=>[t(R,W,s),R])),x;for(m=0,l=new Array(v);m<$;++m)x=e[m],x.index=m,typeof x.source!="object"&&(x.source=Qi(w,x.source)),typeof x.target!="object"&&(x.target=Qi(w,x.target)),l[x.source.index]=(l[x.source.index]||0)+1,l[x.target.index]=(l[x.target.index]||0)+1;for(m=0,u=new Array($);m<$;++m)x=e[m],u[m]=l[x.source.index]/(l[x.source.index]+l[x.target.index]);o=new Array($),g(),a=new Array($),h()}}function g(){if(s)for(var m=0,v=e.length;m<v;++m)o[m]=+n(e[m],m,e)}function h(){if(s)for(var m=0,v=e.length;m<v;++m)a[m]=+r(e[m],m,e)}return p.initialize=function(m,v){s=m,c=v,d()},p.links=function(m){return arguments.length?(e=m,d(),p):e},p.id=function(m){return arguments.length?(t=m,p):t},p.iterations=function(m){return arguments.length?(f=+m,p):f},p.strength=function(m){return arguments.length?(n=typeof m=="function"?m:fe(+m),g(),p):n},p.distance=function(m){return arguments.length?(r=typeof m=="function"?m:fe(+m),h(),p):r},p}var nf=1664525,of=1013904223,el=4294967296;function rf(){let e=1;return()=>(e=(nf*e+of)%el)/el}function af(e){return e.x}function sf(e){return e.y}var lf=10,cf=Math.PI*(3-Math.sqrt(5));function ol(e){var t,n=1,o=.001,r=1-Math.pow(o,1/300),a=0,s=.6,l=new Map,u=Br(b),c=Lr("tick","end"),f=rf();e==null&&(e=[]);function b(){p(),c.call("tick",t),n<o&&(u.stop(),c.call("end",t))}function p(h){var m,v=e.length,$;h===void 0&&(h=1);for(var w=0;w<h;++w)for(n+=(a-n)*r,l.forEach(function(x){x(n)}),m=0;m<v;++m)$=e[m],$.fx==null?$.x+=$.vx*=s:($.x=$.fx,$.vx=0),$.fy==null?$.y+=$.vy*=s:($.y=$.fy,$.vy=0);return t}function d(){for(var h=0,m=e.length,v;h<m;++h){if(v=e[h],v.index=h,v.fx!=null&&(v.x=v.fx),v.fy!=null&&(v.y=v.fy),isNaN(v.x)||isNaN(v.y)){var $=lf*Math.sqrt(.5+h),w=h*cf;v.x=$*Math.cos(w),v.y=$*Math.sin(w)}(isNaN(v.vx)||isNaN(v.vy))&&(v.vx=v.vy=0)}}function g(h){return h.initialize&&h.initialize(e,f),h}return d(),t={tick:p,restart:function(){return u.restart(b),t},stop:function(){return u.stop(),t},nodes:function(h){return arguments.length?(e=h,d(),l.forEach(g),t):e},alpha:function(h){return arguments.length?(n=+h,t):n},alphaMin:function(h){return arguments.length?(o=+h,t):o},alphaDecay:function(h){return arguments.length?(r=+h,t):+r},alphaTarget:function(h){return arguments.length?(a=+h,t):a},velocityDecay:function(h){return arguments.length?(s=1-h,t):1-s},randomSource:function(h){return arguments.length?(f=h,l.forEach(g),t):f},force:function(h,m){return arguments.length>1?(m==null?l.delete(h):l.set(h,g(m)),t):l.get(h)},find:function(h,m,v){var $=0,w=e.length,x,R,W,V,F;for(v==null?v=1/0:v*=v,$=0;$<w;++$)V=e[$],x=h-V.x,R=m-V.y,W=x*x+R*R,W<v&&(F=V,v=W);return F},on:function(h,m){return arguments.length>1?(c.on(h,m),t):c.on(h)}}}function rl(){var e,t,n,o,r=fe(-30),a,s=1,l=1/0,u=.81;function c(d){var g,h=e.length,m=ao(e,af,sf).visitAfter(b);for(o=d,g=0;g<h;++g)t=e[g],m.visit(p)}function f(){if(e){var d,g=e.length,h;for(a=new Array(g),d=0;d<g;++d)h=e[d],a[h.index]=+r(h,d,e)}}function b(d){var g=0,h,m,v=0,$,w,x;if(d.length){for($=w=x=0;x<4;++x)(h=d[x])&&(m=Math.abs(h.value))&&(g+=h.value,v+=m,$+=m*h.x,w+=m*h.y);d.x=$/v,d.y=w/v}else{h=d,h.x=h.data.x,h.y=h.data.y;do g+=a[h.data.index];while(h=h.next)}d.value=g}function p(d,g,h,m){if(!d.value)return!0;var v=d.x-t.x,$=d.y-t.y,w=m-g,x=v*v+$*$;if(w*w/u<x)return x<l&&(v===0&&(v=Je(n),x+=v*v),$===0&&($=Je(n),x+=$*$),x<s&&(x=Math.sqrt(s*x)),t.vx+=v*d.value*o/x,t.vy+=$*d.value*o/x),!0;if(d.length||x>=l)return;(d.data!==t||d.next)&&(v===0&&(v=Je(n),x+=v*v),$===0&&($=Je(n),x+=$*$),x<s&&(x=Math.sqrt(s*x)));do d.data!==t&&(w=a[d.data.index]*o/x,t.vx+=v*w,t.vy+=$*w);while(d=d.next)}return c.initialize=function(d,g){e=d,n=g,f()},c.strength=function(d){return arguments.length?(r=typeof d=="function"?d:fe(+d),f(),c):r},c.distanceMin=function(d){return arguments.length?(s=d*d,c):Math.sqrt(s)},c.distanceMax=function(d){return arguments.length?(l=d*d,c):Math.sqrt(l)},c.theta=function(d){return arguments.length?(u=d*d,c):Math.sqrt(u)},c}function al(e){var t=fe(.1),n,o,r;typeof e!="function"&&(e=fe(e==null?0:+e));function a(l){for(var u=0,c=n.length,f;u<c;++u)f=n[u],f.vx+=(r[u]-f.x)*o[u]*l}function s(){if(n){var l,u=n.length;for(o=new Array(u),r=new Array(u),l=0;l<u;++l)o[l]=isNaN(r[l]=+e(n[l],l,n))?0:+t(n[l],l,n)}}return a.initialize=function(l){n=l,s()},a.strength=function(l){return arguments.length?(t=typeof l=="function"?l:fe(+l),s(),a):t},a.x=function(l){return arguments.length?(e=typeof l=="function"?l:fe(+l),s(),a):e},a}function sl(e){var t=fe(.1),n,o,r;typeof e!="function"&&(e=fe(e==null?0:+e));function a(l){for(var u=0,c=n.length,f;u<c;++u)f=n[u],f.vy+=(r[u]-f.y)*o[u]*l}function s(){if(n){var l,u=n.length;for(o=new Array(u),r=new Array(u),l=0;l<u;++l)o[l]=isNaN(r[l]=+e(n[l],l,n))?0:+t(n[l],l,n)}}return a.initialize=function(l){n=l,s()},a.strength=function(l){return arguments.length?(t=typeof l=="function"?l:fe(+l),s(),a):t},a.y=function(l){return arguments.length?(e=typeof l=="function"?l:fe(+l),s(),a):e},a}var il=.01;function ll(){let e=70,t=nl().distance(()=>e),n=rl().distanceMax(600).theta(1),o=ol().stop().alphaDecay(.03).velocityDecay(.45).force("links",t).force("charge",n).force("collide",tl(14)).force("x",al().strength(.035)).force("y",sl().strength(.06)),r=0;return{set(a,s){e=60+130*Math.min(1,6/(a.nodes.size+1)),n.strength(-2.2*e),o.nodes([...a.nodes.values()]),t.links([...a.links.values()].filter(l=>!l.goneAt)),r=Math.max(r,s?1:.25)},warm(a){r=Math.max(r,a)},isWarm:()=>r>il,tick(){return r<=il?!1:(o.alpha(r).tick(),r=o.alpha(),!0)},find:(a,s,l)=>o.find(a,s,l)}}var cl=.1,uf=4,ul=6,df=250,dl=(e,t,n)=>Math.min(n,Math.max(t,e));function fl(e,t,n){let o=e.getContext("2d"),r=ll(),a=matchMedia("(prefers-reduced-motion: reduce)"),s={graph:t,view:{x:0,y:0,k:1},ratio:1,width:1,height:1,focus:null,selected:null,hovered:null,groups:[],byWeight:[],colors:Cr(e),font:"12px system-ui, sans-serif"},l=0,u=!0,c=!1,f=!0,b="bytes",p=null,d=()=>{l||(l=requestAnimationFrame(g))};function g(){l=0;let _=!c&&r.tick();u&&h(_?.2:1),Nr(o,s),e.dataset.moving=String(_),_&&d()}function h(_){let[M,L,C,Me]=[1/0,-1/0,1/0,-1/0];for(let{x:ft,y:Ur}of t.nodes.values())M=Math.min(M,ft),L=Math.max(L,ft),C=Math.min(C,Ur),Me=Math.max(Me,Ur);if(M>L)return;let{width:Ir,height:jr,view:Hr}=s,fo=dl(Math.min((Ir-80)/(L-M+1),(jr-80)/(Me-C+1)),cl,1.4),xl={k:fo,x:Ir/2-fo*(M+L)/2,y:jr/2-fo*(C+Me)/2};for(let ft of["k","x","y"])Hr[ft]+=(xl[ft]-Hr[ft])*_}function m(_,M,L){let{view:C}=s,Me=dl(C.k*L,cl,uf);C.x=_-(_-C.x)*Me/C.k,C.y=M-(M-C.y)*Me/C.k,C.k=Me,u=!1,d()}let v=({offsetX:_,offsetY:M})=>({x:(_-s.view.x)/s.view.k,y:(M-s.view.y)/s.view.k});function $(_){let{x:M,y:L}=v(_),C=r.find(M,L,14+ul/s.view.k);return C&&Math.hypot(C.x-M,C.y-L)<=C.radius+ul/s.view.k?C:null}function w(_,M){e.classList.toggle("over-node",_!==null),_!==s.hovered&&(s.hovered=_,oo(s),d()),n.hover(_,M.offsetX,M.offsetY)}function x(_){let M=Math.hypot(_.offsetX-p.fromX,_.offsetY-p.fromY);if(!(!p.isMoved&&M<4)){if(p.isMoved=!0,p.node){let{x:L,y:C}=v(_);Object.assign(p.node,c?{x:L,y:C}:{fx:L,fy:C}),r.warm(.2)}else s.view.x=p.viewX+_.offsetX-p.fromX,s.view.y=p.viewY+_.offsetY-p.fromY;u=!1,d()}}let R={pointermove(_){p?x(_):w($(_),_)},pointerdown(_){_.button===0&&(p={node:$(_),fromX:_.offsetX,fromY:_.offsetY,viewX:s.view.x,viewY:s.view.y,isMoved:!1},_.pointerType!=="touch"&&e.setPointerCapture(_.pointerId))},pointerup(){p&&(p.isMoved||n.select(p.node),W())},pointercancel:()=>W(),pointerleave(_){w(null,_)},wheel(_){_.ctrlKey&&(_.preventDefault(),m(_.offsetX,_.offsetY,Math.exp(-_.deltaY/300)))}};function W(){p?.node&&(delete p.node.fx,delete p.node.fy),p=null}function V(){s.ratio=Math.min(2,devicePixelRatio||1),s.width=e.clientWidth,s.height=e.clientHeight,e.width=Math.round(s.width*s.ratio),e.height=Math.round(s.height*s.ratio),u&&h(1),Nr(o,s)}function F(){let _=performance.now()+(a.matches?4:1)*df;for(;performance.now()<_&&r.tick(););h(1)}for(let[_,M]of Object.entries(R))e.addEventListener(_,M,{passive:!1});let ne=new ResizeObserver(V);return ne.observe(e),{read(_){if(Mr(t,b),_){let M=f&&t.nodes.size>0;r.set(t,M),M&&F(),f=t.nodes.size===0,t.nodes.has(s.selected?.id)||(s.selected=null)}Pr(s),d()},setSize(_){b=_,Mr(t,b),Pr(s),d()},setStill(_){c=_,d()},setFocus(_,M){s.selected=_,s.focus=M,oo(s),d()},recolor(){s.colors=Cr(e),d()},zoom:_=>m(s.width/2,s.height/2,_),fit(){u=!0,h(1),d()},close(){cancelAnimationFrame(l),ne.disconnect();for(let[_,M]of Object.entries(R))e.removeEventListener(_,M)}}}function ff({at:e}){let{node:t,x:n,y:o}=e,r=t.links.map(a=>a.data.rtt_ms).filter(a=>a!=null);return i`
    <div class="tip" aria-hidden="true" style=${{left:`${n+14}px`,top:`${o+14}px`}}>
      <strong>${Oe(t)}</strong>
      <span>${ro[Ce(t)]??Ce(t)} · ${ie(t.degree,"link")}</span>
      ${t.data.bytes!=null&&i`<span>${O(t.data.bytes)}</span>`}
      ${r.length>0&&i`<span>nearest ${le(Math.min(...r))}</span>`}
      ${t.data.uptime_s!=null&&i`<span>up for ${re(t.data.uptime_s)}</span>`}
    </div>`}var pf=()=>i`
  <div class="legend">
    <ul aria-label="Nodes">
      ${Object.entries(ro).map(([e,t])=>i`
        <li key=${e}><span class=${`node-mark ${e}`}></span>${t}</li>`)}
    </ul>
    <ul aria-label="Links">
      ${Object.entries(Ri).map(([e,t])=>i`
        <li key=${e} title=${t}><span class=${`swatch ${e}`}></span>${e}
          <span class="muted legend-note">${t}</span></li>`)}
      <li class="muted">thicker: more traffic</li>
    </ul>
  </div>`;function mf(e,t){return t?new Set(qe.value.filter(n=>xt(n,t))):e?new Set([e,...e.links.map(n=>Ut(n,e))]):null}function hf(){let e=qe.value,t=n=>e.filter(o=>Ce(o)===n).length;return`${ie(e.length,"node")}, ${ie(ye.links.size,"link")}; ${t("connected")} connected to this one, ${t("lost")} lost. The table below has the same data.`}function gf(e,t,n,o){z(()=>{let r=fl(e.current,ye,{select:o,hover:(s,l,u)=>n(s&&{node:s,x:l,y:u})});t.current=r,r.read(!0);let a=matchMedia("(prefers-color-scheme: dark)");return a.addEventListener("change",r.recolor),()=>{a.removeEventListener("change",r.recolor),r.close()}},[])}function vf({view:e,by:t,setBy:n}){let o=(r,a,s)=>i`
    <button type="button" class="button small square" aria-label=${a}
      title=${a} onClick=${s}><${oe} name=${r} /></button>`;return i`
    <div class="card-head">
      <h2 id="topology-title">Topology</h2>
      <span class="spring"></span>
      <label class="offscreen" for="topology-search">Search nodes</label>
      <input id="topology-search" class="search" type="search" autocomplete="off"
        placeholder="Name or id" value=${qn.value}
        onInput=${r=>{qn.value=r.target.value}} />
      <label class="offscreen" for="topology-size">Size of nodes</label>
      <select id="topology-size" class="narrow" value=${t}
        onChange=${r=>n(r.target.value)}>
        <option value="bytes">Size: bytes held</option>
        <option value="degree">Size: links</option>
      </select>
      <span class="tool-group">
        ${o("minus","Zoom out",()=>e.current.zoom(1/1.4))}
        ${o("plus","Zoom in",()=>e.current.zoom(1.4))}
        ${o("fit","Show all",()=>e.current.fit())}
      </span>
      <button type="button" class="button small" aria-pressed=${String(_e.value)}
        onClick=${()=>hs(!_e.value)}>
        ${_e.value?"Go on":"Pause"}</button>
    </div>`}function pl({selected:e,onSelect:t}){let n=xe(null),o=xe(null),r=xe(qt.value),[a,s]=E(null),[l,u]=E("bytes"),c=Gn.value;return gf(n,o,s,t),z(()=>{o.current.read(r.current!==qt.value),r.current=qt.value},[ke.value]),z(()=>o.current.setFocus(e,mf(e,c)),[e,c,ke.value]),z(()=>o.current.setStill(_e.value),[_e.value]),z(()=>o.current.setSize(l),[l]),z(()=>o.current.recolor(),[wt.value]),i`
    <${vf} view=${o} by=${l} setBy=${u} />
    <div class="picture">
      <canvas ref=${n} role="img" aria-label=${hf()}></canvas>
      ${a&&ye.nodes.has(a.node.id)&&i`<${ff} at=${a} />`}
      ${_e.value&&i`<span class="pill picture-note">Paused${Un.value?` at ${new Date(Un.value).toLocaleTimeString()}`:""}</span>`}
    </div>
    <${pf} />`}var Rr=50,bf={self:0,connected:1,reachable:2,lost:3},$f={name:e=>`${e.data.name?0:1}${e.data.name??""} ${e.id}`,state:e=>bf[e.data.state]??9,links:e=>e.degree,blobs:e=>e.data.blobs,bytes:e=>e.data.bytes,uptime:e=>e.data.uptime_s},yf={name:e=>Oe(e.source),to:e=>Oe(e.target),rtt:e=>e.data.rtt_ms,loss:e=>e.data.loss,rx:e=>e.data.rx_bps,tx:e=>e.data.tx_bps};function ml(e,t,n,o){return e.map(r=>({it:r,v:t(r),id:o(r)})).sort((r,a)=>{if(r.v==null||a.v==null)return(r.v==null)-(a.v==null);let s=r.v<a.v?-1:+(r.v>a.v);return(n?-s:s)||(r.id<a.id?-1:1)}).map(({it:r})=>r)}var _f=({node:e,isSelected:t,onSelect:n})=>i`
  <tr class=${t?"selected":""} data-id=${e.id}>
    <th scope="row"><button type="button" class="link-button"
      aria-pressed=${String(t)} onClick=${()=>n(e)}>
      ${Oe(e)}</button></th>
    <td><${zr} state=${Ce(e)} /></td>
    <td class="extra"><code title=${e.id}>${A(e.id)}</code></td>
    <td class="num">${e.degree}</td>
    <td class="num extra">${e.data.blobs?.toLocaleString("en-US")??"–"}</td>
    <td class="num" title=${ge(e.data.bytes)}>
      ${e.data.bytes==null?"–":O(e.data.bytes)}</td>
    <td class="num extra">${e.data.uptime_s==null?"–":re(e.data.uptime_s)}</td>
    <td class="extra">${T(e.data.version)||"–"}</td>
  </tr>`,xf=e=>i`
  <tr>
    <${G} name="name" label="Node" ...${e} />
    <${G} name="state" label="State" ...${e} />
    <th scope="col" class="extra">Id</th>
    <${G} name="links" label="Links" className="num" ...${e} />
    <${G} name="blobs" label="Blobs" className="num extra" ...${e} />
    <${G} name="bytes" label="Holds" className="num" ...${e} />
    <${G} name="uptime" label="Up for" className="num extra" ...${e} />
    <th scope="col" class="extra">Version</th>
  </tr>`;function wf({link:e,onSelect:t}){let n=e.data,o=B.value==="bits",r=a=>i`
    <button type="button" class="link-button"
      onClick=${()=>t(a)}>${Oe(a)}</button>`;return i`
    <tr>
      <th scope="row">${r(e.source)}</th>
      <td>${r(e.target)}</td>
      <td><${qi} look=${cn(e)} /></td>
      <td class="num">${le(n.rtt_ms)}</td>
      <td class="num">${ze(n.loss)}</td>
      <td class="num extra">${Ae(n.rx_bps,o)}</td>
      <td class="num extra">${Ae(n.tx_bps,o)}</td>
      <td class="extra">${T(n.path)||"–"}</td>
    </tr>`}var kf=e=>i`
  <tr>
    <${G} name="name" label="From" ...${e} />
    <${G} name="to" label="To" ...${e} />
    <th scope="col">Link</th>
    <${G} name="rtt" label="RTT" className="num" ...${e} />
    <${G} name="loss" label="Loss" className="num" ...${e} />
    <${G} name="rx" label="In" className="num extra" ...${e} />
    <${G} name="tx" label="Out" className="num extra" ...${e} />
    <th scope="col" class="extra">Path</th>
  </tr>`,hl={key:"name",isDown:!1},Sf=["links","blobs","bytes","uptime","rx","tx"];function gl({selected:e,onSelect:t}){let[n,o]=E(!1),[r,a]=E(hl),[s,l]=E(Rr),u=Gn.value,c=ke.value,f=g=>a(r.key===g?{key:g,isDown:!r.isDown}:{key:g,isDown:Sf.includes(g)}),b=g=>{o(g),a(hl),l(Rr)},p=n?ml(Qo.value.filter(g=>xt(g.source,u)||xt(g.target,u)),yf[r.key],r.isDown,g=>g.key):ml(qe.value.filter(g=>xt(g,u)),$f[r.key],r.isDown,g=>g.id),d={sorting:r,onSort:f};return i`
    <div class="card-head">
      <div class="segments" role="group" aria-label="Rows of the table">
        <button type="button" class="button small" aria-pressed=${String(!n)}
          onClick=${()=>b(!1)}>Nodes (${qe.value.length})</button>
        <button type="button" class="button small" aria-pressed=${String(n)}
          onClick=${()=>b(!0)}>Links (${Qo.value.length})</button>
      </div>
    </div>
    <table class="table topology-table">
      <caption class="offscreen">${n?"Links":"Nodes"} of the topology</caption>
      <thead>${n?i`<${kf} ...${d} />`:i`<${xf} ...${d} />`}</thead>
      <tbody>
        ${p.slice(0,s).map(g=>n?i`<${wf} key=${g.key} link=${g} at=${c} onSelect=${t} />`:i`<${_f} key=${g.id} node=${g} at=${c} onSelect=${t}
              isSelected=${e===g} />`)}
      </tbody>
    </table>
    ${!p.length&&i`<p class="muted">Nothing is like that.</p>`}
    ${p.length>s&&i`
      <div class="pager"><button type="button" class="button small"
        onClick=${()=>l(s+6*Rr)}>
        Show more (${p.length-s} left)</button></div>`}`}var uo=e=>Dn("topology",e?.id),Tf=()=>i`
  <div class="details muted">
    <p>Choose a node, in the picture or in the table, to see its links.</p>
    <${I} text=${N("GET",y.topology())} what="Curl command"
      label="curl" />
  </div>`;function vl(){z(ms,[]);let e=qe.value.length,t=ye.nodes.get(Q.value.id)??null;return i`
    <main class="page topology" id="main" tabindex="-1">
      ${_t.value&&i`
        <${q} problem=${_t.value}
          doing="Reading the topology:" onRetry=${Jo} />`}
      ${e>0&&i`
        <section class="card picture-card" aria-labelledby="topology-title">
          <${pl} selected=${t} onSelect=${uo} />
        </section>
        <section class="card details-card" aria-label="The chosen node"
          aria-live="off">
          ${t?i`<${Gi} node=${t} at=${ke.value}
            onSelect=${uo} onClose=${()=>uo(null)} />`:i`<${Tf} />`}
        </section>
        <section class="card table-card" aria-label="Table of the topology">
          <${gl} selected=${t} onSelect=${uo} />
        </section>`}
      ${!e&&!_t.value&&i`
        <section class="card"><h2 id="topology-title">Topology</h2>
          <p class="muted">Reading…</p></section>`}
    </main>`}var Cf=50,Fr=k(null),mn=k(null);async function Mf(){try{let e=await P("GET",y.transfers({direction:"upload",limit:Cf}));Fr.value=e.items,mn.value=null}catch(e){mn.value=e}}var{watch:bl,now:$l}=se(Mf,2e3);var Pf=({u:e})=>{let t=e.state==="running";return i`
    <li class="upload-to" data-id=${e.id} data-state=${e.state}>
      <div class="transfer-head">
        <span class=${`state ${t?"busy":""}`}>${t?"Sending":"Ended"}</span>
        <a class="source-name" href=${ee("peers",e.peer)} title=${e.peer}>
          ${T(Rn(e.peer))||A(e.peer)}</a>
      </div>
      <p class="facts-line"><code title=${e.hash}>${A(e.hash)}</code>${" · "}
        <span title=${ge(e.bytes)}>${O(e.bytes)}</span>${" · "}${t?`${be(e.rate_bps,B.value==="bits")} · for ${re((ce.value-Date.parse(e.started))/1e3)}`:Te(e.ended,ce.value)}</p>
    </li>`};function Nf(){let e=Fr.value;if(mn.value&&!e)return i`<${q} problem=${mn.value}
      doing="Reading what is sent:" onRetry=${$l} />`;if(!e)return i`<p class="muted">Reading…</p>`;if(!e.length)return i`<p class="muted">Nobody has taken a blob from here yet.</p>`;let t=n=>n.state==="running";return i`
    <ul class="uploads-to">${[...e.filter(t),...e.filter(n=>!t(n))].map(n=>i`<${Pf} key=${n.id} u=${n} />`)}</ul>`}function yl(){return z(bl,[]),i`
    <section class="card uploads-to-card" aria-labelledby="uploads-to-title">
      <div class="card-head">
        <h2 id="uploads-to-title">Sent to others</h2>
        <span class="spring"></span>
        <${I} text=${N("GET",y.transfers({direction:"upload"}))}
          what="Curl command" label="curl" />
      </div>
      <${Nf} />
    </section>`}function _l(){return z(ws,[]),z(Fn,[]),i`
    <main class="page transfers-page" id="main" tabindex="-1">
      <section class="card" aria-labelledby="transfers-title">
        <div class="card-head">
          <h2 id="transfers-title">Transfers</h2>
          <span class="spring"></span>
          <${I} text=${N("GET",y.transfers())}
            what="Curl command" label="curl" />
        </div>
        <${Qn} />
        <${vi} />
      </section>
      <${yl} />
    </main>`}var Ef={overview:Ti,topology:vl,peers:Di,transfers:_l,limits:Ks,events:js},zf=e=>{e.preventDefault(),document.getElementById("main").focus()},Af=()=>i`
  <a class="skip" href="#main" onClick=${zf}>Skip to the content</a>
  <${Ds} />
  <${Ef[Q.value.page.name]} />
  <${Rs} />
  <${Cs} />
  <${zs} />`;Ts();xo(i`<${Af} />`,document.getElementById("app"));
